package dev.filch.bench.jmh;

import dev.filch.queue.WorkDeque;
import java.util.ArrayDeque;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The owner of a work-stealing deque pushes and pops while no thief comes; beside it a plain {@code ArrayDeque}, which
 * is what it would cost if nobody could ever steal.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
public class OwnerPair {

    /** How old the deques are. */
    @Param
    public Age age;

    private WorkDeque<Message> lifo;
    private WorkDeque<Message> fifo;
    private ArrayDeque<Message> plain;

    /** New deques for each iteration, because young ones age. */
    @Setup(Level.Iteration)
    public void create() {
        lifo = WorkDeque.lifo();
        fifo = WorkDeque.fifo();
        plain = new ArrayDeque<>();
        age.impose();
    }

    /** Pops what it has just pushed. */
    @Benchmark
    public Object lifo() {
        lifo.push(new Message());
        return lifo.pop();
    }

    /** The same in the order that takes the oldest. */
    @Benchmark
    public Object fifo() {
        fifo.push(new Message());
        return fifo.pop();
    }

    /** Nobody else may touch this one. */
    @Benchmark
    public Object arrayDeque() {
        plain.push(new Message());
        return plain.pop();
    }
}
