package dev.filch.pool;

import dev.filch.internal.scheduler.LatencyHistogram;
import dev.filch.internal.scheduler.Measurements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts and measurements of a pool built with metrics. Each worker writes to its own memory, and submitters write
 * to one of several counters, so measuring causes little contention. Each task costs three clock reads.
 */
public final class PoolMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Measurements measurements;

    PoolMetrics(Measurements measurements) {
        this.measurements = measurements;
    }

    /**
     * The figures as they are now. Wait-free. Takes some microseconds per worker, and disturbs none of them.
     *
     * <p>A snapshot is exact, except for the rounding of percentiles, if no task is queued or running and no thread is
     * submitting, as after {@code awaitIdle}. Otherwise each figure is read at a different time, so counts, times and
     * shares may differ by the tasks that started or ended meanwhile. Between two snapshots by the same thread no count
     * falls, with one exception: a submission that is refused in the end may have been counted for a moment. A task
     * counts as completed a moment after its {@code Future} is done. The utilisation of a single worker is always
     * exact.
     *
     * @return the figures
     */
    public MetricsSnapshot snapshot() {
        // In this order, every task counted as completed is also counted as submitted.
        long completed = measurements.executed();
        long submitted = measurements.submitted();
        long successfulSteals = measurements.successfulSteals();
        long stealAttempts = measurements.stealAttempts();
        LatencySummary queueTime = summary(measurements.queueTimes());
        LatencySummary runTime = summary(measurements.runTimes());
        long[] busyStates = measurements.busyStates();
        long elapsed = measurements.now();
        return new MetricsSnapshot(submitted, completed, tasksPerSecond(completed, elapsed), queueTime, runTime,
                utilisation(busyStates, elapsed), share(successfulSteals, stealAttempts), Duration.ofNanos(elapsed));
    }

    private static LatencySummary summary(LatencyHistogram.Merged durations) {
        return new LatencySummary(durations.meanMicros(), durations.percentileMicros(500),
                durations.percentileMicros(990), durations.percentileMicros(999));
    }

    private static double tasksPerSecond(long completed, long elapsed) {
        return elapsed == 0 ? 0 : completed * NANOS_PER_SECOND / elapsed;
    }

    private static List<Double> utilisation(long[] busyStates, long elapsed) {
        List<Double> shares = new ArrayList<>(busyStates.length);
        for (long state : busyStates) {
            shares.add(share(Measurements.busyNanos(state, elapsed), elapsed));
        }
        return shares;
    }

    /** The quotient, limited to 0 to 1 because the processors' clocks may differ a little; 0 if the whole is 0. */
    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
    }
}
