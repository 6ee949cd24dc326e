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
 * A pool's percentiles of queue and run times beside the exact ones of the same run: each task reads the clock itself,
 * before it is submitted, when it starts and when it ends.
 *
 * <p>The pool reads the clock outside of these reads, some tens of nanoseconds apart. So that this is no error worth
 * mentioning, no task is shorter than some microseconds: what is compared is the rounding, and the choice of the
 * samples. The tasks spin for durations whose logarithms are spread evenly, so that they fall into buckets of many
 * sizes. One thread submits them all at once, so the queue times reach up to the length of the run.
 */
public class PercentileAccuracy extends PoolRuns {

    private static final int WORKERS = 2;
    private static final long SEED = 7;

    /** Up to which percentiles there are enough samples for: of a million tasks some 15,600 are timed. */
    private static final List<Double> OF_SAMPLES = List.of(50.0, 90.0, 99.0);

    private static final List<Double> OF_ALL = List.of(50.0, 90.0, 99.0, 99.9);

    /** Which pool. */
    @Param({"filch-stealing", "filch-shared"})
    public String impl;

    /** Of which tasks the pool takes times. */
    @Param({"SAMPLED", "EVERY_TASK"})
    public TaskTiming timing;

    /** How many tasks. */
    @Param("1000000")
    public int tasks;

    /** How long the shortest task takes. */
    @Param("2")
    public int leastMicros;

    /** How long the longest one takes. */
    @Param("20")
    public int mostMicros;

    @Override
    Contender contender() {
        return Contenders.filch(impl, builder -> builder.timing(timing));
    }

    /** All tasks, once. */
    @Benchmark
    public void run(PercentileErrors errors) throws RunFailure, InterruptedException {
        Timed[] timed = timed();
        FilchPool pool = FilchPool.open(impl, builder -> builder.workers(WORKERS).timing(timing));
        for (Timed task : timed) {
            task.submitted = System.nanoTime();
            pool.service().execute(task);
        }
        // No figure is read before the pool has ended: until then the last tasks may not be counted.
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
        double powers = Math.log((double) mostMicros / leastMicros);
        Timed[] timed = new Timed[tasks];
        Arrays.setAll(timed, i -> new Timed((long) (1e3 * leastMicros * Math.exp(powers * random.nextDouble()))));
        return timed;
    }

    /** The largest error of a percentile. */
    private double errorPercent(Latencies latencies, long[] exact) throws RunFailure {
        boolean every = timing == TaskTiming.EVERY_TASK;
        if (every ? latencies.count() != tasks : latencies.count() == 0 || latencies.count() == tasks) {
            throw new RunFailure(impl + ": of " + tasks + " tasks, " + latencies.count() + " were timed: " + timing);
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

    /** The least of these that at least so many per cent of them do not exceed. */
    static double percentile(long[] sorted, double percent) {
        // Without the subtraction, 99.9 % of 1000 would be more than 999.
        int rank = (int) Math.ceil(sorted.length * percent / 100 - 1e-9);
        return sorted[Math.max(1, rank) - 1];
    }

    /** The times of a task. The thread that submits it writes one of them, its worker the others. */
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
