package dev.filch.pool;

import dev.filch.internal.scheduler.LatencyHistogram;
import dev.filch.internal.scheduler.Measurements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pool that was built with metrics counts and measures. Each worker writes to memory of its own, and submitters
 * to one of several counters, so that measuring makes no two threads contend; a task costs three looks at the clock.
 */
public final class PoolMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Measurements measurements;

    PoolMetrics(Measurements measurements) {
        this.measurements = measurements;
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

    /** A part of a whole, from 0 to 1 even where clocks of processors differ a little; 0 if there is no whole. */
    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
    }
}
