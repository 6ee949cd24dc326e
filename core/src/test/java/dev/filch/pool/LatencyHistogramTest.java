package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LatencyHistogramTest {

    private static LatencySummary summaryOf(long... nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long each : nanos) {
            histogram.record(each);
        }
        return LatencyHistogram.summarize(List.of(histogram));
    }

    private static void assertWithinOneInSixtyFour(double expectedNanos, double micros, String what) {
        assertEquals(expectedNanos / 1000, micros, expectedNanos / 1000 / 64 * (1 + 1e-9), what);
    }

    @Test
    void nothingIsAllZero() {
        assertEquals(new LatencySummary(0, 0, 0, 0), summaryOf());
        assertEquals(new LatencySummary(0, 0, 0, 0), LatencyHistogram.summarize(List.of()));
    }

    @Test
    void isExactBelow64Nanoseconds() {
        for (int nanos = 0; nanos < 64; nanos++) {
            double micros = nanos / 1000.0;
            assertEquals(new LatencySummary(micros, micros, micros, micros), summaryOf(nanos));
        }
    }

    @Test
    void isNeverFurtherThanOneInSixtyFour() {
        for (int bit = 0; bit < 63; bit++) {
            for (long near = -2; near <= 2; near++) {
                for (long part = 1; part < 4; part++) {
                    long nanos = Math.max(1, (1L << bit) / 2 * part / 2 + near);
                    assertWithinOneInSixtyFour(nanos, summaryOf(nanos).p50Micros(), nanos + " ns");
                }
            }
        }
        assertWithinOneInSixtyFour(Long.MAX_VALUE, summaryOf(Long.MAX_VALUE).p999Micros(), "the longest");
    }

    @Test
    void negativeDurationsAreZero() {
        assertEquals(new LatencySummary(0, 0, 0, 0), summaryOf(-1, Long.MIN_VALUE));
    }

    @Test
    void percentilesAreRanks() {
        LatencySummary summary = summaryOf(LongStream.rangeClosed(1, 50).toArray());
        assertEquals(0.025, summary.p50Micros());
        assertEquals(0.050, summary.p99Micros());
        assertEquals(0.0255, summary.meanMicros(), 1e-12);
        long[] oneInThousandIsLong = new long[1000];
        oneInThousandIsLong[999] = 40;
        assertEquals(0, summaryOf(oneInThousandIsLong).p999Micros());
        long[] twoInThousandAreLong = oneInThousandIsLong.clone();
        twoInThousandAreLong[0] = 40;
        assertEquals(0.040, summaryOf(twoInThousandAreLong).p999Micros());
        assertEquals(0, summaryOf(twoInThousandAreLong).p99Micros());
    }

    @Test
    void agreesWithSortedDurations() {
        SplittableRandom random = Seeded.random("agreesWithSortedDurations");
        for (int round = 0; round < 200; round++) {
            LatencyHistogram[] histograms = new LatencyHistogram[1 + random.nextInt(4)];
            Arrays.setAll(histograms, i -> new LatencyHistogram());
            int mostBits = 1 + random.nextInt(50);
            long[] nanos = random.longs(1 + random.nextInt(3000))
                    .map(bits -> (bits & Long.MAX_VALUE) >>> 63 - mostBits >>> random.nextInt(mostBits)).toArray();
            for (long each : nanos) {
                histograms[random.nextInt(histograms.length)].record(each);
            }
            Arrays.sort(nanos);
            LatencySummary summary = LatencyHistogram.summarize(List.of(histograms));
            String where = "round " + round;
            assertWithinOneInSixtyFour(atRank(nanos, 0.5), summary.p50Micros(), where);
            assertWithinOneInSixtyFour(atRank(nanos, 0.99), summary.p99Micros(), where);
            assertWithinOneInSixtyFour(atRank(nanos, 0.999), summary.p999Micros(), where);
            double mean = LongStream.of(nanos).average().orElseThrow() / 1000;
            assertEquals(mean, summary.meanMicros(), mean * 1e-12, where);
        }
    }

    /** The smallest of which at least this share are no larger. */
    private static long atRank(long[] sorted, double share) {
        int index = 0;
        while ((index + 1) / (double) sorted.length < share) {
            index++;
        }
        return sorted[index];
    }

    @Test
    void theSumMayExceedALong() {
        LatencySummary summary = summaryOf(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE / 1000.0, summary.meanMicros(), 1);
    }

    @Test
    void readsWhileAnotherRecords() throws Exception {
        LatencyHistogram histogram = new LatencyHistogram();
        AtomicBoolean done = new AtomicBoolean();
        int records = 2_000_000;
        List<Integer> reads = Together.run(2, index -> {
            if (index == 0) {
                for (int i = 0; i < records; i++) {
                    histogram.record(50);
                }
                done.set(true);
                return 0;
            }
            int read = 0;
            while (!done.get()) {
                double median = LatencyHistogram.summarize(List.of(histogram)).p50Micros();
                assertTrue(median == 0.05 || median == 0, "median " + median);
                read++;
            }
            return read;
        });
        assertTrue(reads.get(1) > 0);
        assertEquals(new LatencySummary(0.05, 0.05, 0.05, 0.05), LatencyHistogram.summarize(List.of(histogram)));
    }
}
