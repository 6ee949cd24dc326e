package dev.filch.bench.jmh;

import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Producers and consumers at one queue: {@code -tg P,C} says how many of each.
 *
 * <p>Read the counters {@code sent} and {@code received}, not the score: the score also counts offers to a full queue
 * and polls of an empty one, and so praises a queue for being empty. A failed attempt yields.
 *
 * <p>The unbounded queues are kept from growing without end: a producer that finds some ten thousand messages under way
 * yields too. It looks only once in {@value #BATCH} messages, and the bounded queues take part in it, so that all do
 * the same.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
public class Transfer {

    private static final int BATCH = 256;
    private static final long MOST_UNDER_WAY = 1 << 14;

    /** Which queue. */
    @Param({"ring", "injector", "clq", "abq", "synchronized", "reentrant-lock"})
    public String impl;

    /** How old it is. */
    @Param
    public Age age;

    private Queue<Message> queue;
    private LongAdder underWay;

    /** A new queue for each iteration, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        queue = Queues.create(impl);
        underWay = new LongAdder();
        age.impose();
    }

    /** What a producer counts. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Sent {
        /** Messages that went in. */
        public long sent;
    }

    /** What a consumer counts. JMH adds up equal counters of one class, so it has its own. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Received {
        /** Messages that came out. */
        public long received;
    }

    /** The messages of a thread since it last said how many. */
    @State(Scope.Thread)
    public static class Unsaid {
        private int messages;
    }

    /** One attempt to send. */
    @Benchmark
    @Group("transfer")
    @GroupThreads(1)
    public void offer(Sent counter, Unsaid unsaid) {
        if (unsaid.messages >= BATCH) {
            if (underWay.sum() > MOST_UNDER_WAY) {
                Thread.yield();
                return;
            }
            underWay.add(unsaid.messages);
            unsaid.messages = 0;
        }
        if (queue.offer(new Message())) {
            counter.sent++;
            unsaid.messages++;
        } else {
            Thread.yield();
        }
    }

    /** One attempt to receive. */
    @Benchmark
    @Group("transfer")
    @GroupThreads(1)
    public Object poll(Received counter, Unsaid unsaid) {
        Message message = queue.poll();
        if (message == null) {
            Thread.yield();
            return null;
        }
        counter.received++;
        if (++unsaid.messages >= BATCH) {
            underWay.add(-unsaid.messages);
            unsaid.messages = 0;
        }
        return message;
    }
}
