package dev.filch.bench.pool;

import dev.filch.bench.jmh.TimedBenchmark;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One thread tries to submit tasks to a pool with full queues. */
@State(Scope.Benchmark)
public class RefusedTryExecute extends TimedBenchmark {

    private static final Runnable TASK = () -> {};

    /** The pool. */
    @Param({"filch-stealing", "filch-shared"})
    public String impl;

    private FullPool pool;
    private Predicate<Runnable> tryExecute;

    /** Opens the pool and fills its queues. */
    @Setup(Level.Trial)
    public void open() throws InterruptedException {
        pool = new FullPool(impl);
        tryExecute = pool.tryExecute();
    }

    /** Submits one task, which is refused. */
    @Benchmark
    public boolean tryExecute() {
        if (tryExecute.test(TASK)) {
            throw new IllegalStateException("a task was accepted");
        }
        return false;
    }

    /** Ends the pool. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        pool.close();
    }
}
