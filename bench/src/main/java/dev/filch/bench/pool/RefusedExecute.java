package dev.filch.bench.pool;

import dev.filch.bench.jmh.TimedBenchmark;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One thread submits tasks to an executor with full queues, and catches the exception that refuses each task. */
@State(Scope.Benchmark)
public class RefusedExecute extends TimedBenchmark {

    private static final Runnable TASK = () -> {};

    /** The executor: one of Filch's, or a {@code ThreadPoolExecutor} with an {@code ArrayBlockingQueue}. */
    @Param({"filch-stealing", "filch-shared", "thread-pool"})
    public String impl;

    private FullPool pool;
    private ExecutorService service;

    /** Opens the executor and fills its queues. */
    @Setup(Level.Trial)
    public void open() throws InterruptedException {
        pool = new FullPool(impl);
        service = pool.service();
    }

    /** Submits one task, which is refused. */
    @Benchmark
    public Object abort() {
        try {
            service.execute(TASK);
        } catch (RejectedExecutionException refused) {
            return refused;
        }
        throw new IllegalStateException("a task was accepted");
    }

    /** Ends the executor. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        pool.close();
    }
}
