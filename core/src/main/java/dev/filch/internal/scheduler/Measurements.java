package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The counts of a group and, if it was built to take times, its measurements. Threads seldom contend: each worker
 * writes to its own memory, and submitters write to one of several counters. Only threads without a worker share their
 * counts.
 */
public final class Measurements {

    private final LongSupplier nanoTime;
    private final long start;

    /** Null if no times are taken. */
    private final SubmissionCounter submissions;

    private final int workers;

    /** Null for workers that have never run. */
    private final IntFunction<? extends WorkerMetrics> worker;

    /** The counts of threads without a worker. */
    private final WorkerMetrics detached;

    /** Creates the counts of this many workers, which are looked up by index; takes times too if {@code timed}. */
    Measurements(int workers, IntFunction<? extends WorkerMetrics> worker, boolean timed) {
        this(workers, worker, timed, System::nanoTime);
    }

    /** With a clock that never goes backwards. */
    Measurements(int workers, IntFunction<? extends WorkerMetrics> worker, boolean timed, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        this.workers = workers;
        this.worker = worker;
        submissions = timed ? new SubmissionCounter() : null;
        detached = new WorkerMetrics(timed);
    }

    /**
     * The time since the group was made.
     *
     * @return nanoseconds
     */
    public long now() {
        return nanoTime.getAsLong() - start;
    }

    private LongStream ofWorkers(ToLongFunction<WorkerMetrics> count) {
        return IntStream.range(0, workers).mapToLong(index -> {
            WorkerMetrics metrics = worker.apply(index);
            return metrics == null ? 0 : count.applyAsLong(metrics);
        });
    }

    WorkerMetrics detached() {
        return detached;
    }

    /** Counts a submission that takes place now; returns what must be queued instead of the task. */
    TimedTask submit(Runnable task) {
        // Created before it is counted, because there may be no memory for it.
        TimedTask timed = new TimedTask(task, now());
        submissions.nextId();
        return timed;
    }

    /** Removes the caller's last submission from the count, because it was refused. */
    void withdrawSubmission() {
        submissions.withdraw();
    }

    /**
     * How many tasks have been submitted, if times are taken.
     *
     * @return their number, which includes submissions under way
     */
    public long submitted() {
        return submissions.submitted();
    }

    /**
     * How many tasks have run, or were cancelled before they started.
     *
     * @return their number
     */
    public long executed() {
        return detached.executed() + ofWorkers(WorkerMetrics::executed).sum();
    }

    /**
     * How many tasks each worker has run.
     *
     * @return a number for each worker
     */
    public long[] executedPerWorker() {
        return ofWorkers(WorkerMetrics::executed).toArray();
    }

    /**
     * How often workers have tried to steal.
     *
     * @return the number of attempts; if read after {@link #successfulSteals}, it is not less
     */
    public long stealAttempts() {
        return ofWorkers(WorkerMetrics::stealAttempts).sum();
    }

    /**
     * How often workers have stolen something.
     *
     * @return the number of attempts that succeeded
     */
    public long successfulSteals() {
        return ofWorkers(WorkerMetrics::successfulSteals).sum();
    }

    /**
     * How long each worker has been busy. Exact if the clock is read afterwards.
     *
     * @return for each worker a word that {@link #busyNanos} decodes
     */
    public long[] busyStates() {
        return ofWorkers(WorkerMetrics::busyState).toArray();
    }

    /**
     * How long a worker had been busy.
     *
     * @param busyState an element of what {@link #busyStates} returned
     * @param now a time that was read after the busy state
     * @return nanoseconds
     */
    public static long busyNanos(long busyState, long now) {
        return WorkerMetrics.busyNanos(busyState, now);
    }

    /**
     * How long tasks have waited.
     *
     * @return the durations
     */
    public LatencyHistogram.Merged queueTimes() {
        return merge(WorkerMetrics::queueTimes);
    }

    /**
     * How long tasks have run.
     *
     * @return the durations
     */
    public LatencyHistogram.Merged runTimes() {
        return merge(WorkerMetrics::runTimes);
    }

    private LatencyHistogram.Merged merge(Function<WorkerMetrics, LatencyHistogram> histogram) {
        List<LatencyHistogram> histograms = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            WorkerMetrics metrics = worker.apply(i);
            if (metrics != null) {
                histograms.add(histogram.apply(metrics));
            }
        }
        histograms.add(histogram.apply(detached));
        return LatencyHistogram.merge(histograms);
    }
}
