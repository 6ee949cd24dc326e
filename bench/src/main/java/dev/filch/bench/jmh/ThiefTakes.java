package dev.filch.bench.jmh;

import dev.filch.queue.WorkDeque;
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
 * The owner of a deque pushes new messages, and one thief takes all of them. The owner does not wait for the thief, so
 * the deque grows while the thief lags behind, which is part of the time. Read {@code nanosPerMessage}, not the score.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MOST})
public class ThiefTakes {

    /** The most that the thief takes at once; it pops what it took from a deque of its own. */
    @Param({"1", "32"})
    public int batch;

    /** How old the deque is. */
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
        relay = new Relay(1, messages, HandOff.LIMIT);
    }

    /** A new deque for each shot, because a young one ages, and grows. */
    @Setup(Level.Iteration)
    public void create() {
        line = new TheftLine(WorkDeque.lifo(), batch);
        age.impose();
    }

    /** All messages, once. */
    @Benchmark
    public void take(HandOffFigures figures) throws InterruptedException {
        figures.record(relay.pass(line), messages);
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void close() {
        relay.close();
    }
}
