package dev.filch.bench.jmh;

import java.util.Queue;
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

/** One thread puts a message in and takes it out again: what a queue costs when nobody is in the way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MOST, Flags.OPEN_FOR_AGRONA})
public class UncontendedPair {

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

    /** How old it is. */
    @Param
    public Age age;

    private Queue<Message> queue;

    /** A new queue for each iteration, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        queue = Queues.create(impl);
        age.impose();
    }

    /** In and out. */
    @Benchmark
    public Object offerPoll() {
        queue.offer(new Message(0));
        return queue.poll();
    }
}
