package dev.filch.bench.pool;

import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.RunFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The CPU time of a pool of 4 workers without tasks, or with a task once a period. It includes all threads that exist
 * since the pool was opened, also timers, and the submitter if there are tasks.
 */
public class IdleCpu extends PoolBenchmark {

    private static final int WORKERS = 4;
    private static final int SETTLE_MILLIS = 100;

    /** The milliseconds between two tasks; 0 for no tasks. */
    @Param({"0", "10"})
    public int periodMillis;

    /** The length of the measurement. */
    @Param("2000")
    public int millis;

    /** Measures a pool. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        AtomicInteger ran = new AtomicInteger();
        int tasks = periodMillis == 0 ? 0 : millis / periodMillis;
        usePool(WORKERS, session -> {
            List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
            threads.removeAll(others);
            if (tasks > 0) {
                threads.add(Thread.currentThread());
            }
            Thread.sleep(SETTLE_MILLIS);
            Meter meter = new Meter(threads);
            long start = System.nanoTime();
            for (int i = 0; i < tasks; i++) {
                Thread.sleep(periodMillis);
                session.pool().execute(ran::incrementAndGet);
            }
            if (tasks == 0) {
                Thread.sleep(millis);
            }
            meter.stop();
            long elapsed = System.nanoTime() - start;
            figures.recordCpuShare(meter.cost(elapsed), elapsed);
        });
        if (ran.get() != tasks) {
            throw new RunFailure(tasks + " tasks were submitted, " + ran + " ran");
        }
    }
}
