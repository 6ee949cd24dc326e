package dev.filch.examples;

import dev.filch.channel.Channel;
import dev.filch.channel.ChannelClosedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * A pipeline with back-pressure: one thread reads lines, others compute their checksums, and the calling thread
 * collects these. A bounded {@link Channel} connects each stage to the next.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>A full channel is the back-pressure.</b> A send to a full channel parks its thread until there is room. So
 *       the reader is never faster than the slowest stage, and the capacities bound the memory, however long the input
 *       is.
 *   <li><b>Batches.</b> {@link Channel#sendAll} and {@link Channel#receiveAll} move many elements with few wake-ups.
 *       {@code receiveAll} waits for the first element only.
 *   <li><b>The end of the input.</b> The reader closes its channel. The workers receive what is left in it, and then an
 *       exception. The last worker closes the next channel, which ends the iteration over it.
 *   <li><b>Errors.</b> A stage that fails closes its channel with the cause, which each later stage passes on. If the
 *       sink fails, the channels are cancelled: then all sends fail, and the earlier stages end.
 * </ul>
 */
public final class BoundedPipeline {

    /** How many elements a stage moves at once. */
    static final int BATCH = 32;

    private final Channel<String> lines;
    private final Channel<Long> checksums;
    private final AtomicInteger workersLeft;

    /** The channels have this capacity. */
    public BoundedPipeline(int capacity, int workers) {
        lines = Channel.bounded(capacity);
        checksums = Channel.bounded(capacity);
        workersLeft = new AtomicInteger(workers);
    }

    /**
     * Sends all lines of a source through the pipeline; the calling thread gives the checksums to the sink.
     *
     * @throws ChannelClosedException if a stage failed; its cause is what the stage threw
     */
    public void run(Iterator<String> source, LongConsumer sink) {
        new Thread(() -> read(source), "reader").start();
        for (int i = workersLeft.get(); i > 0; i--) {
            new Thread(this::computeChecksums, "worker-" + i).start();
        }
        try {
            for (long checksum : checksums) {
                sink.accept(checksum);
            }
        } finally {
            lines.cancel();
            checksums.cancel();
        }
    }

    private void read(Iterator<String> source) {
        List<String> batch = new ArrayList<>();
        try {
            while (source.hasNext()) {
                batch.clear();
                while (batch.size() < BATCH && source.hasNext()) {
                    batch.add(source.next());
                }
                lines.sendAll(batch);
            }
            lines.close();
        } catch (Exception | Error thrown) {
            lines.close(thrown);
        }
    }

    private void computeChecksums() {
        List<String> batch = new ArrayList<>();
        List<Long> results = new ArrayList<>();
        try {
            while (true) {
                lines.receiveAll(batch, BATCH);
                for (String line : batch) {
                    CRC32 crc = new CRC32();
                    crc.update(line.getBytes(StandardCharsets.UTF_8));
                    results.add(crc.getValue());
                }
                checksums.sendAll(results);
                batch.clear();
                results.clear();
            }
        } catch (ChannelClosedException end) {
            if (workersLeft.decrementAndGet() == 0) {
                checksums.close(end.getCause());
            }
        } catch (Exception | Error thrown) {
            checksums.close(thrown);
        }
    }

    /** Adds up the checksums of a million lines; the channels hold 256 each. */
    public static void main(String[] args) {
        long[] sum = new long[1];
        Iterator<String> source = IntStream.range(0, 1_000_000).mapToObj(number -> "line " + number).iterator();
        new BoundedPipeline(256, 2).run(source, checksum -> sum[0] += checksum);
        System.out.println("the sum of the checksums is " + sum[0]);
    }
}
