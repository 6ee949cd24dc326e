package dev.filch.bench.jmh;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
 * The base of benchmarks in which threads pass messages to others. One invocation passes all messages on and checks
 * that they arrived. The threads read the clock themselves: read {@code nanosPerMessage}, not the score.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MAX, Flags.YOUNG, Flags.TOUCH, Flags.OPEN_FOR_AGRONA})
public abstract class ShotBenchmark {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The age of the structure. */
    @Param
    public Age age;

    /** The number of messages of an invocation. */
    @Param("2000000")
    public int messages;

    private Relay relay;
    private Line line;

    ShotBenchmark() {}

    /** Returns the number of producers. */
    abstract int producers();

    /** Returns the number of consumers. By default, there are as many as producers. */
    int consumers() {
        return producers();
    }

    /** Returns what creates the threads. By default, they are platform threads. */
    ThreadFactory threadFactory() {
        return Thread::new;
    }

    /** Creates the line that the messages go through. */
    abstract Line createLine();

    /** Starts the threads, which stay for the whole fork. */
    @Setup(Level.Trial)
    public void open() {
        relay = new Relay(producers(), consumers(), messages, LIMIT, threadFactory());
    }

    /** Creates a new structure for each shot, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        line = createLine();
        age.impose();
    }

    /** Passes all messages once. */
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
