package dev.filch.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The owner of a work-stealing deque pushes {@value #DEPTH} new messages and pops them, without thieves. The time is
 * that of one push and one pop. A plain {@code ArrayDeque} shows the cost without any stealing.
 */
@State(Scope.Thread)
public class OwnerPair extends TimedBenchmark {

    private static final int DEPTH = 16;

    /** The deque. */
    @Param({"lifo", "fifo", "two-rmw", "cld", "array-deque"})
    public String impl;

    /** The deque's age. */
    @Param
    public Age age;

    private OwnedDeque deque;

    /** Creates a new deque for each iteration, because a young deque ages. */
    @Setup(Level.Iteration)
    public void create() {
        deque = OwnedDeque.create(impl);
        age.impose();
    }

    /** Pushes all, then pops all. */
    @Benchmark
    @OperationsPerInvocation(DEPTH)
    public void pushPop(Blackhole blackhole) {
        for (int i = 0; i < DEPTH; i++) {
            deque.push().accept(new Message(i));
        }
        for (int i = 0; i < DEPTH; i++) {
            blackhole.consume(deque.pop().get());
        }
    }
}
