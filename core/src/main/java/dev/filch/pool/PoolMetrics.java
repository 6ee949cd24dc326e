package dev.filch.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What a pool that was built with metrics counts and measures. Each worker writes to memory of its own, and submitters
 * to one of several counters, so that measuring makes no two threads contend; a task costs three looks at the clock.
 */
public final class PoolMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Nanoseconds since the pool was made. */
    private final LongSupplier clock;

    private final SubmissionCounter submissions = new SubmissionCounter();
    private final WorkerMetrics[] workers;

    PoolMetrics(int workers) {
        this(workers, System::nanoTime);
    }

    /** With a clock that never goes back; its zero does not matter. */
    PoolMetrics(int workers, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        clock = () -> nanoTime.getAsLong() - start;
        this.workers = new WorkerMetrics[workers];
        Arrays.setAll(this.workers, index -> WorkerMetrics.timed(clock));
    }

    WorkerMetrics worker(int index) {
        return workers[index];
    }

    /** Counts a submission, which takes place now: what the pool must queue in the place of the runnable. */
    Task timedTask(Runnable runnable, int priority) {
        return new Task(submissions.nextId(), priority, runnable, clock.getAsLong());
    }

    /** Takes the caller's last submission out of the count, since the pool refused it. */
    void withdrawSubmission() {
        submissions.withdraw();
    }

    /**
     * The figures as they are now. Wait-free; takes time in proportion to the number of workers, some microseconds for
     * each, and disturbs none of them.
     *
     * <p>It is exact, but for the rounding of percentiles, if no task is queued or running and nobody is submitting, as
     * after {@code awaitIdle}. Otherwise each figure is read at a time of its own, so that the counts, times and shares
     * may differ by tasks that started or ended meanwhile; no count ever falls from one snapshot to the next by the
     * same thread, except that a submission that the pool refuses in the end may have been counted for a moment. A task
     * counts as completed a moment after its {@code Future} is done. The utilisation of one worker is exact at any
     * time.
     *
     * @return the figures
     */
    public MetricsSnapshot snapshot() {
        // In this order no task is seen completed that is not seen submitted.
        long completed = sumOf(WorkerMetrics::executed);
        long submitted = submissions.submitted();
        long successfulSteals = sumOf(WorkerMetrics::successfulSteals);
        long stealAttempts = sumOf(WorkerMetrics::stealAttempts);
        LatencySummary queueTime = LatencyHistogram.summarize(
                Arrays.stream(workers).map(WorkerMetrics::queueTimes).toList());
        LatencySummary runTime = LatencyHistogram.summarize(
                Arrays.stream(workers).map(WorkerMetrics::runTimes).toList());
        long[] busyStates = Arrays.stream(workers).mapToLong(WorkerMetrics::busyState).toArray();
        long elapsed = clock.getAsLong();
        return new MetricsSnapshot(submitted, completed, tasksPerSecond(completed, elapsed), queueTime, runTime,
                utilisation(busyStates, elapsed), share(successfulSteals, stealAttempts), Duration.ofNanos(elapsed));
    }

    private long sumOf(ToLongFunction<WorkerMetrics> count) {
        return Arrays.stream(workers).mapToLong(count).sum();
    }

    private static double tasksPerSecond(long completed, long elapsed) {
        return elapsed == 0 ? 0 : completed * NANOS_PER_SECOND / elapsed;
    }

    private static List<Double> utilisation(long[] busyStates, long elapsed) {
        List<Double> shares = new ArrayList<>(busyStates.length);
        for (long state : busyStates) {
            shares.add(share(WorkerMetrics.busyNanos(state, elapsed), elapsed));
        }
        return shares;
    }

    /** A part of a whole, from 0 to 1 even where clocks of processors differ a little; 0 if there is no whole. */
    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
    }
}
