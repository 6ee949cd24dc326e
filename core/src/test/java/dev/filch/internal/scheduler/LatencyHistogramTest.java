package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
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

    /** The values that are read from a histogram. */
    private record Summary(double meanMicros, double p50Micros, double p99Micros, double p999Micros) {

        static final Summary ZERO = new Summary(0, 0, 0, 0);

        static Summary of(List<LatencyHistogram> histograms) {
            LatencyHistogram.Merged merged = LatencyHistogram.merge(histograms);
            return new Summary(merged.meanMicros(), merged.percentileMicros(50), merged.percentileMicros(99),
                    merged.percentileMicros(99.9));
        }
    }

    private static Summary summaryOf(long... nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long each : nanos) {
            histogram.record(each);
        }
        return Summary.of(List.of(histogram));
    }

    private static void assertWithinOneIn128(double expectedNanos, double micros, String what) {
        assertEquals(expectedNanos / 1000, micros, expectedNanos / 1000 / 128 * (1 + 1e-9), what);
    }

    @Test
    void emptyHistogramIsAllZero() {
        assertEquals(Summary.ZERO, summaryOf());
        assertEquals(Summary.ZERO, Summary.of(List.of()));
    }

    @Test
    void isExactBelow128Nanoseconds() {
        for (int nanos = 0; nanos < 128; nanos++) {
            double micros = nanos / 1000.0;
            assertEquals(new Summary(micros, micros, micros, micros), summaryOf(nanos));
        }
    }

    @Test
    void relativeErrorIsAtMostOneIn128() {
        for (int bit = 0; bit < 63; bit++) {
            for (long near = -2; near <= 2; near++) {
                for (long part = 1; part < 4; part++) {
                    long nanos = Math.max(1, (1L << bit) / 2 * part / 2 + near);
                    assertWithinOneIn128(nanos, summaryOf(nanos).p50Micros(), nanos + " ns");
                }
            }
        }
        assertWithinOneIn128(Long.MAX_VALUE, summaryOf(Long.MAX_VALUE).p999Micros(), "the longest duration");
    }

    @Test
    void negativeDurationsAreZero() {
        assertEquals(Summary.ZERO, summaryOf(-1, Long.MIN_VALUE));
    }

    @Test
    void percentilesAreDurationsAtRanks() {
        Summary summary = summaryOf(LongStream.rangeClosed(1, 50).toArray());
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
    void percentilesEqualThoseOfSortedDurations() {
        SplittableRandom random = Seeded.random("agreesWithSortedDurations");
        for (int round = 0; round < 200; round++) {
            LatencyHistogram[] histograms = new LatencyHistogram[1 + random.nextInt(4)];
            Arrays.setAll(histograms, i -> new LatencyHistogram());
            int maxBits = 1 + random.nextInt(50);
            long[] nanos = random.longs(1 + random.nextInt(3000))
                    .map(bits -> (bits & Long.MAX_VALUE) >>> 63 - maxBits >>> random.nextInt(maxBits)).toArray();
            for (long each : nanos) {
                histograms[random.nextInt(histograms.length)].record(each);
            }
            Arrays.sort(nanos);
            Summary summary = Summary.of(List.of(histograms));
            String where = "round " + round + ", " + Seeded.description();
            assertWithinOneIn128(atRank(nanos, 0.5), summary.p50Micros(), where);
            assertWithinOneIn128(atRank(nanos, 0.99), summary.p99Micros(), where);
            assertWithinOneIn128(atRank(nanos, 0.999), summary.p999Micros(), where);
            double mean = LongStream.of(nanos).average().orElseThrow() / 1000;
            assertEquals(mean, summary.meanMicros(), mean * 1e-12, where);
        }
    }

    /** The shortest duration such that at least this share of all durations are no longer. */
    private static long atRank(long[] sorted, double share) {
        int index = 0;
        while ((index + 1) / (double) sorted.length < share) {
            index++;
        }
        return sorted[index];
    }

    @Test
    void sumMayExceedALong() {
        Summary summary = summaryOf(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE / 1000.0, summary.meanMicros(), 1);
    }

    @Test
    void readsAreConsistentWhileAnotherThreadRecords() throws Exception {
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
                double median = Summary.of(List.of(histogram)).p50Micros();
                assertTrue(median == 0.05 || median == 0, "expected a median of 0 or 0.05, found " + median);
                read++;
            }
            return read;
        });
        assertTrue(reads.get(1) > 0);
        assertEquals(new Summary(0.05, 0.05, 0.05, 0.05), Summary.of(List.of(histogram)));
    }

    @Test
    void recordSharedLosesNothing() throws Exception {
        LatencyHistogram histogram = new LatencyHistogram();
        int threads = 4;
        int records = 50_000;
        Together.run(threads, index -> {
            for (int i = 0; i < records; i++) {
                histogram.recordShared(i % 2 == 0 ? 10 : 30);
            }
            histogram.recordShared(-1);
            return null;
        });
        LatencyHistogram.Merged merged = LatencyHistogram.merge(List.of(histogram));
        assertEquals(0.020 * records / (records + 1), merged.meanMicros(), 1e-12);
        assertEquals(0.010, merged.percentileMicros(50));
        assertEquals(0.030, merged.percentileMicros(50.1));
    }
}
