package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.channel.ChannelClosedException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedPipelineTest {

    private static final int LINES = 50_000;
    private static final int WORKERS = 3;

    private static Iterator<String> lines(int count) {
        return IntStream.range(0, count).mapToObj(number -> "line " + number).iterator();
    }

    private static long checksum(String line) {
        CRC32 crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    @ParameterizedTest
    @CsvSource({"1, 2000", "100, 50000"})
    void eachLineArrivesOnce(int capacity, int count) throws Exception {
        LongStream.Builder arrived = LongStream.builder();

        new BoundedPipeline(capacity, WORKERS).run(lines(count), arrived);

        long[] expected = IntStream.range(0, count).mapToLong(number -> checksum("line " + number)).sorted().toArray();
        assertArrayEquals(expected, arrived.build().sorted().toArray());
    }

    /** The sink holds the first line until the reader waits or has ended. */
    @Test
    void aSinkThatWaitsHoldsUpTheReader() throws Exception {
        int capacity = 100;
        Thread[] reader = new Thread[1];
        AtomicLong read = new AtomicLong();
        Iterator<String> all = lines(LINES);
        Iterator<String> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public String next() {
                reader[0] = Thread.currentThread();
                read.incrementAndGet();
                return all.next();
            }
        };
        LongConsumer sink = new LongConsumer() {

            private long collected;

            @Override
            public void accept(long checksum) {
                while (collected == 0 && reader[0].getState() != Thread.State.WAITING && reader[0].isAlive()) {
                    Thread.onSpinWait();
                }
                long inFlight = read.get() - collected;
                int inBatches = (1 + WORKERS + 1) * BoundedPipeline.BATCH;
                assertTrue(inFlight <= 2 * capacity + inBatches, () -> inFlight + " lines in flight");
                collected++;
            }
        };

        new BoundedPipeline(capacity, WORKERS).run(source, sink);

        assertEquals(LINES, read.get());
    }

    @Test
    void whatTheSourceThrowsEndsTheRun() {
        Iterator<String> failing = IntStream.range(0, 1_000).mapToObj(number -> {
            if (number == 500) {
                throw new IllegalStateException("the source fails");
            }
            return "line " + number;
        }).iterator();
        AtomicLong arrived = new AtomicLong();

        ChannelClosedException thrown = assertThrows(ChannelClosedException.class,
                () -> new BoundedPipeline(100, WORKERS).run(failing, checksum -> arrived.incrementAndGet()));

        assertEquals("the source fails", thrown.getCause().getMessage());
        assertTrue(arrived.get() <= 500, () -> arrived + " lines arrived");
    }

    @Test
    void aSinkThatThrowsEndsAllStages() throws Exception {
        Iterator<String> endless = Stream.generate(() -> "line").iterator();
        FutureTask<Void> run = new FutureTask<>(() -> new BoundedPipeline(100, WORKERS).run(endless, checksum -> {
            throw new IllegalStateException("the sink fails");
        }), null);
        ThreadGroup stages = new ThreadGroup("pipeline");
        new Thread(stages, run).start();

        ExecutionException thrown = assertThrows(ExecutionException.class, run::get);

        assertEquals("the sink fails", thrown.getCause().getMessage());
        Thread[] left = new Thread[WORKERS + 2];
        for (int i = stages.enumerate(left) - 1; i >= 0; i--) {
            left[i].join();
        }
    }
}
