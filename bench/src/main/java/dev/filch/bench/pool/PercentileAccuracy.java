package dev.filch.bench.pool;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.RunFailure;
import dev.filch.pool.Latencies;
import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.TaskTiming;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Compares a pool's percentiles of queue and run times with the exact ones of the same run. For these, each task reads
 * the clock itself: before its submission, at its start and at its end.
 *
 * <p>The pool reads the clock some tens of nanoseconds before or after these reads. Tasks take at least some
 * microseconds, so this error is negligible; the errors that remain come from rounding and from the choice of samples.
 * The tasks spin for durations whose logarithms are evenly distributed, so that they fall into buckets of many sizes.
 * One thread submits all of them at once, so the queue times reach the length of the run.
 */
public class PercentileAccuracy extends PoolRuns {

    private static final int WORKERS = 2;
    private static final long SEED = 7;

    /** The percentiles for which there are enough samples: about 15,600 of a million tasks are timed. */
    private static final List<Double> OF_SAMPLES = List.of(50.0, 90.0, 99.0);

    private static final List<Double> OF_ALL = List.of(50.0, 90.0, 99.0, 99.9);

    /** The pool. */
    @Param({"filch-stealing", "filch-shared"})
    public String impl;

    /** The tasks that the pool times. */
    @Param({"SAMPLED", "EVERY_TASK"})
    public TaskTiming timing;

    /** The number of tasks. */
    @Param("1000000")
    public int tasks;

    /** The time of the shortest task. */
    @Param("2")
    public int minMicros;

    /** The time of the longest task. */
    @Param("20")
    public int maxMicros;

    @Override
    Contender contender() {
        return Contenders.filch(impl, builder -> builder.timing(timing));
    }

    /** Runs all tasks once. */
    @Benchmark
    public void run(PercentileErrors errors) throws RunFailure, InterruptedException {
        Timed[] timed = timed();
        FilchPool pool = FilchPool.open(impl, builder -> builder.workers(WORKERS).timing(timing));
        for (Timed task : timed) {
            task.submitted = System.nanoTime();
            pool.service().execute(task);
        }
        // The metrics are read after the pool has ended: before, they may lack the last tasks.
        pool.service().shutdown();
        if (!pool.service().awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new RunFailure(impl + ": " + tasks + " tasks did not end within " + PATIENCE.toSeconds() + " s");
        }
        MetricsSnapshot snapshot = pool.metrics().get();
        errors.queueErrorPercent = errorPercent(
                snapshot.queueTime(), Arrays.stream(timed).mapToLong(Timed::queueNanos).sorted().toArray());
        errors.runErrorPercent = errorPercent(
                snapshot.runTime(), Arrays.stream(timed).mapToLong(Timed::runNanos).sorted().toArray());
    }

    private Timed[] timed() {
        SplittableRandom random = new SplittableRandom(SEED);
        double powers = Math.log((double) maxMicros / minMicros);
        Timed[] timed = new Timed[tasks];
        Arrays.setAll(timed, i -> new Timed((long) (1e3 * minMicros * Math.exp(powers * random.nextDouble()))));
        return timed;
    }

    /** Returns the largest error of a percentile. */
    private double errorPercent(Latencies latencies, long[] exact) throws RunFailure {
        boolean every = timing == TaskTiming.EVERY_TASK;
        if (every ? latencies.count() != tasks : latencies.count() == 0 || latencies.count() == tasks) {
            throw new RunFailure(
                    impl + ": " + latencies.count() + " of " + tasks + " tasks were timed, with timing " + timing);
        }
        return (every ? OF_ALL : OF_SAMPLES)
                .stream()
                        .mapToDouble(percent ->
                                errorPercent(latencies.percentileMicros(percent), percentile(exact, percent)))
                        .max()
                        .orElseThrow();
    }

    private static double errorPercent(double micros, double exactNanos) {
        return 100 * Math.abs(1e3 * micros - exactNanos) / exactNanos;
    }

    /** Returns the smallest value that at least {@code percent} of all values do not exceed. */
    static double percentile(long[] sorted, double percent) {
        // Without the subtraction, rounding would make 99.9 % of 1000 more than 999.
        int rank = (int) Math.ceil(sorted.length * percent / 100 - 1e-9);
        return sorted[Math.max(1, rank) - 1];
    }

    /** A task with its times. The submitter writes {@code submitted}; the worker writes the others. */
    private static final class Timed implements Runnable {

        private final long nanos;
        private long submitted;
        private long started;
        private long ended;

        Timed(long nanos) {
            this.nanos = nanos;
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            started = now;
            while (now - started < nanos) {
                now = System.nanoTime();
            }
            ended = now;
        }

        long queueNanos() {
            return started - submitted;
        }

        long runNanos() {
            return ended - started;
        }
    }
}
