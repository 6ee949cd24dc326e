package dev.filch.examples;

import dev.filch.queue.MpmcRing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * A pipeline with back-pressure: one thread reads lines, others compute their checksums, and the calling thread
 * collects these. A {@link MpmcRing} connects each stage to the next.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>A full ring is the back-pressure.</b> A ring never blocks: it answers "full", and the producer decides what
 *       to do. This one waits. So the reader is never faster than the slowest stage, and the capacities bound the
 *       memory, however long the input is.
 *   <li><b>Batches.</b> {@link MpmcRing#offerAll} and {@link MpmcRing#pollAll} claim up to 64 slots with one locked
 *       instruction. They return how many elements they have moved, which may be fewer than asked for.
 *   <li><b>The end of the input.</b> A ring is not closed. A consumer is done if it has seen that all producers have
 *       ended, and has found the ring empty <em>after that</em>. In the other order it may miss the last elements.
 * </ul>
 */
public final class BoundedPipeline {

    /** How many elements a stage moves at once. */
    static final int BATCH = 32;

    private static final long PAUSE_NANOS = 20_000;

    private final MpmcRing<String> lines;
    private final MpmcRing<Long> checksums;
    private final CountDownLatch readers = new CountDownLatch(1);
    private final CountDownLatch workers;

    /** The rings have this capacity. */
    public BoundedPipeline(int capacity, int workers) {
        lines = MpmcRing.padded(capacity);
        checksums = MpmcRing.padded(capacity);
        this.workers = new CountDownLatch(workers);
    }

    /** Sends all lines of a source through the pipeline; the calling thread gives the checksums to the sink. */
    public void run(Iterator<String> source, LongConsumer sink) throws Exception {
        FutureTask<Void> reader = new FutureTask<>(() -> read(source), null);
        new Thread(reader, "reader").start();
        for (long i = workers.getCount(); i > 0; i--) {
            new Thread(this::computeChecksums, "worker-" + i).start();
        }
        Long[] batch = new Long[BATCH];
        for (int count = take(checksums, workers, batch); count > 0; count = take(checksums, workers, batch)) {
            Arrays.stream(batch, 0, count).forEach(sink::accept);
        }
        reader.get();
    }

    private void read(Iterator<String> source) {
        String[] batch = new String[BATCH];
        try {
            while (source.hasNext()) {
                int count = 0;
                while (count < BATCH && source.hasNext()) {
                    batch[count++] = source.next();
                }
                putAll(lines, batch, count);
            }
        } finally {
            readers.countDown();
        }
    }

    private void computeChecksums() {
        String[] batch = new String[BATCH];
        Long[] results = new Long[BATCH];
        for (int count = take(lines, readers, batch); count > 0; count = take(lines, readers, batch)) {
            for (int i = 0; i < count; i++) {
                CRC32 crc = new CRC32();
                crc.update(batch[i].getBytes(StandardCharsets.UTF_8));
                results[i] = crc.getValue();
            }
            putAll(checksums, results, count);
        }
        workers.countDown();
    }

    /** Adds a batch to a ring; waits while the ring is full. */
    private static <E> void putAll(MpmcRing<E> ring, E[] batch, int count) {
        int added = ring.offerAll(batch, 0, count);
        while (added < count) {
            LockSupport.parkNanos(PAUSE_NANOS);
            added += ring.offerAll(batch, added, count);
        }
    }

    /** Takes a batch from a ring; waits while the ring is empty. Returns 0 once it is empty and no producer is left. */
    private static <E> int take(MpmcRing<E> ring, CountDownLatch producers, E[] batch) {
        while (true) {
            boolean producersEnded = producers.getCount() == 0;
            int count = ring.pollAll(batch, 0, batch.length);
            if (count > 0 || producersEnded && ring.isEmpty()) {
                return count;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Adds up the checksums of a million lines; the rings hold 256 each. */
    public static void main(String[] args) throws Exception {
        long[] sum = new long[1];
        Iterator<String> source = IntStream.range(0, 1_000_000).mapToObj(number -> "line " + number).iterator();
        new BoundedPipeline(256, 2).run(source, checksum -> sum[0] += checksum);
        System.out.println("the sum of the checksums is " + sum[0]);
    }
}
