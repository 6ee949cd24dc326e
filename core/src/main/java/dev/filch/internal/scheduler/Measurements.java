package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a group counts and, if it was built so, measures. Each worker writes to memory of its own, and submitters to one of
 * several counters, so that no two threads contend.
 */
public final class Measurements {

    private static final VarHandle WORKERS =
            MethodHandles.arrayElementVarHandle(WorkerMetrics[].class).withInvokeExactBehavior();

    private final LongSupplier nanoTime;
    private final long start;
    private final boolean timed;

    /** Null if no times are taken. */
    private final SubmissionCounter submissions;

    /** Null for workers that have never run. */
    private final WorkerMetrics[] workers;

    /** What threads without a worker count. */
    private final WorkerMetrics detached;

    Measurements(int workers, boolean timed) {
        this(workers, timed, System::nanoTime);
    }

    /** With a clock that never goes back. */
    Measurements(int workers, boolean timed, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        this.workers = new WorkerMetrics[workers];
        this.timed = timed;
        submissions = timed ? new SubmissionCounter() : null;
        detached = newMetrics();
    }

    private WorkerMetrics newMetrics() {
        return timed ? WorkerMetrics.timed() : WorkerMetrics.untimed();
    }

    /**
     * The time since the group was made.
     *
     * @return nanoseconds
     */
    public long now() {
        return nanoTime.getAsLong() - start;
    }

    /** Makes the counts of one worker. Once for each worker, when it gets its first thread. */
    WorkerMetrics newWorker(int index) {
        WorkerMetrics metrics = newMetrics();
        setWorkerRelease(index, metrics);
        return metrics;
    }

    private LongStream ofWorkers(ToLongFunction<WorkerMetrics> count) {
        return IntStream.range(0, workers.length).mapToLong(index -> {
            WorkerMetrics metrics = workerAcquire(index);
            return metrics == null ? 0 : count.applyAsLong(metrics);
        });
    }

    WorkerMetrics detached() {
        return detached;
    }

    /** Counts a submission, which takes place now; returns what must be queued in the place of the task. */
    TimedTask submit(Runnable task) {
        submissions.nextId();
        return new TimedTask(task, now());
    }

    /** Takes the caller's last submission out of the count, since it was refused. */
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
     * @return the number of attempts; read after {@link #successfulSteals} it is not less
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
     * @return for each worker a word that {@link #busyNanos} explains
     */
    public long[] busyStates() {
        return ofWorkers(WorkerMetrics::busyState).toArray();
    }

    /**
     * How long a worker had been busy.
     *
     * @param busyState what {@link #busyStates} has given
     * @param now a time that was read after it
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
        for (int i = 0; i < workers.length; i++) {
            WorkerMetrics worker = workerAcquire(i);
            if (worker != null) {
                histograms.add(histogram.apply(worker));
            }
        }
        histograms.add(histogram.apply(detached));
        return LatencyHistogram.merge(histograms);
    }

    /** Acquire: the counts were made before. */
    private WorkerMetrics workerAcquire(int index) {
        return (WorkerMetrics) WORKERS.getAcquire(workers, index);
    }

    /** Release: see workerAcquire. */
    private void setWorkerRelease(int index, WorkerMetrics metrics) {
        WORKERS.setRelease(workers, index, metrics);
    }
}
