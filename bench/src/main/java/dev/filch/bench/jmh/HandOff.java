package dev.filch.bench.jmh;

import dev.filch.queue.MpmcRing;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MessagePassingQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Producers hand new messages to as many consumers through one queue: one invocation passes all of them on, checks that
 * they have arrived, and takes the time by the clocks of those threads: read {@code nanosPerMessage}, not the score.
 * With more threads than cores this measures the scheduler, too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MOST, Flags.OPEN_FOR_AGRONA})
public class HandOff {

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Which queue. */
    @Param({
        "ring",
        "injector",
        "jctools",
        "jctools-varhandle",
        "jctools-xadd",
        "agrona",
        "conversant",
        "clq",
        "ltq",
        "abq",
        "lbq",
        "synchronized",
        "reentrant-lock"
    })
    public String impl;

    /** How many producers, and how many consumers. */
    @Param({"1", "2", "4", "8", "16"})
    public int threads;

    /** How many messages at once; more than one with {@code ring}, {@code jctools} and {@code jctools-xadd} only. */
    @Param("1")
    public int batch;

    /** How old the queue is. */
    @Param
    public Age age;

    /** How many messages an invocation passes on. */
    @Param("2000000")
    public int messages;

    private Relay relay;
    private Line line;

    /** The threads stay for the whole fork. */
    @Setup(Level.Trial)
    public void open() {
        relay = new Relay(threads, messages, LIMIT);
    }

    /** A new queue for each shot, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        Queue<Message> queue = Queues.create(impl);
        line = batch == 1 ? new SingleLine(queue) : batches(queue);
        age.impose();
    }

    @SuppressWarnings("unchecked")
    private Line batches(Queue<Message> queue) {
        if (queue instanceof MpmcRing<Message> ring) {
            return BatchLine.of(ring, batch);
        }
        if (queue instanceof MessagePassingQueue<?> peer) {
            return BatchLine.of((MessagePassingQueue<Message>) peer, batch);
        }
        throw new IllegalArgumentException(impl + " has no batches");
    }

    /** All messages, once. */
    @Benchmark
    public void pass(HandOffFigures figures) throws InterruptedException {
        figures.record(relay.pass(line), messages);
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void close() {
        relay.close();
    }
}
