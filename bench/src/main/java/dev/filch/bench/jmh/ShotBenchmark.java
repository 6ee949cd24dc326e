package dev.filch.bench.jmh;

import java.time.Duration;
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
 * How those benchmarks run in which some threads pass messages to others: one invocation passes all of them on, checks
 * that they have arrived, and takes the time by the clocks of those threads: read {@code nanosPerMessage}, not the
 * score.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MOST, Flags.YOUNG, Flags.TOUCH, Flags.OPEN_FOR_AGRONA})
public abstract class ShotBenchmark {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How old the structure is. */
    @Param
    public Age age;

    /** How many messages an invocation passes on. */
    @Param("2000000")
    public int messages;

    private Relay relay;
    private Line line;

    ShotBenchmark() {}

    /** How many producers there are, and how many consumers. */
    abstract int pairs();

    /** Makes what the messages go through. */
    abstract Line createLine();

    /** The threads stay for the whole fork. */
    @Setup(Level.Trial)
    public void open() {
        relay = new Relay(pairs(), messages, LIMIT);
    }

    /** A new structure for each shot, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        line = createLine();
        age.impose();
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
