package dev.filch.bench.pool;

import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.RunFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The bytes that submitter and workers allocate per task from outside. They do not include the task, because the same
 * object is submitted every time.
 */
public class ExecuteAllocation extends PoolBenchmark {

    private static final int WORKERS = 2;

    /** The number of submissions. */
    @Param("1000000")
    public int tasks;

    /** Submits the task. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        Runnable task = () -> {
            if (ran.incrementAndGet() == tasks) {
                ended.countDown();
            }
        };
        usePool(WORKERS, session -> {
            List<Thread> threads =
                    Stream.concat(session.threads().stream(), Stream.of(Thread.currentThread())).toList();
            Meter meter = new Meter(threads);
            long start = System.nanoTime();
            for (int i = 0; i < tasks; i++) {
                session.pool().execute(task);
            }
            session.await(ended, ran::get, () -> ran + " of " + tasks + " tasks ran");
            meter.stop();
            figures.recordAllocation(meter.cost(System.nanoTime() - start), tasks);
        });
        if (ran.get() != tasks) {
            throw new RunFailure(tasks + " tasks were submitted, " + ran + " ran");
        }
    }
}
