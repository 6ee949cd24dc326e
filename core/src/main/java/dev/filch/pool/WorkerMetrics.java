package dev.filch.pool;

import java.util.function.LongSupplier;

/*
 * Each variable has one writer, the worker. It reads plainly what it wrote last; others read at any time.
 *
 * busy says in one word how long the worker has been running tasks: that many nanoseconds while it is idle; ~(start -
 * that many) while it has been running one since start, which is negative, as no worker can have run tasks for longer
 * than the pool exists. In one word, so that nobody sees the end of a task without its duration, or the reverse.
 *
 * Access                      mode     why not weaker                                               test
 * executedPlain               plain    the only writer reads its own                                WorkerMetricsTest
 * executedAcquire             acquire  who reads the count sees what the tasks that it counts did,  PoolMetricsTest
 *                                      and their submissions' count
 * setExecutedRelease          release  as above                                                     PoolMetricsTest
 * stealAttemptsPlain          plain    the only writer reads its own                                WorkerMetricsTest
 * stealAttemptsOpaque         opaque   never torn, seen sooner or later; the successes order it     WorkerMetricsTest
 * setStealAttemptsOpaque      opaque   as above                                                     WorkerMetricsTest
 * successfulStealsPlain       plain    the only writer reads its own                                WorkerMetricsTest
 * successfulStealsAcquire     acquire  who reads a success sees its attempt                         WorkerMetricsTest
 * setSuccessfulStealsRelease  release  as above                                                     WorkerMetricsTest
 * busyPlain                   plain    the only writer reads its own                                WorkerMetricsTest
 * busyAcquire                 acquire  the reader's clock, read afterwards, is not before start     PoolMetricsTest
 * setBusyRelease              release  as above                                                     PoolMetricsTest
 */

/**
 * What one worker of a pool counts and measures. The counts are always on: they cost about as much as a store to memory
 * that is in the cache. Whatever needs a clock is only there if the pool was built with metrics. Everything is
 * wait-free; methods that count or measure are for the worker alone.
 */
final class WorkerMetrics extends PaddedCounters {

    /** These three are null without metrics. The clock counts nanoseconds since the pool was made. */
    private final LongSupplier clock;

    private final LatencyHistogram queueTimes;
    private final LatencyHistogram runTimes;

    private WorkerMetrics(LongSupplier clock, LatencyHistogram queueTimes, LatencyHistogram runTimes) {
        this.clock = clock;
        this.queueTimes = queueTimes;
        this.runTimes = runTimes;
    }

    /** Counts only. */
    static WorkerMetrics untimed() {
        return new WorkerMetrics(null, null, null);
    }

    /** Measures as well; the clock gives the nanoseconds since the pool was made. */
    static WorkerMetrics timed(LongSupplier clock) {
        return new WorkerMetrics(clock, new LatencyHistogram(), new LatencyHistogram());
    }

    /** Whether this measures: then each task it runs must come from {@link PoolMetrics#timedTask}. */
    boolean isTimed() {
        return clock != null;
    }

    /** Runs a task, measures it if this measures, and counts it in the end. What the task throws, this throws. */
    void run(Runnable task) {
        try {
            if (isTimed()) {
                runTimed((Task) task);
            } else {
                task.run();
            }
        } finally {
            setExecutedRelease(executedPlain() + 1);
        }
    }

    private void runTimed(Task task) {
        long start = clock.getAsLong();
        queueTimes.record(start - task.submitNanos());
        long before = busyPlain();
        setBusyRelease(~(start - before));
        try {
            task.runnable().run();
        } finally {
            long duration = clock.getAsLong() - start;
            runTimes.record(duration);
            setBusyRelease(before + duration);
        }
    }

    /** Counts an attempt to take a task from another worker. */
    void countSteal(boolean success) {
        setStealAttemptsOpaque(stealAttemptsPlain() + 1);
        if (success) {
            setSuccessfulStealsRelease(successfulStealsPlain() + 1);
        }
    }

    /** How many tasks the worker is done with. What they did happens-before the return. For any thread. */
    long executed() {
        return executedAcquire();
    }

    /** For any thread. */
    long stealAttempts() {
        return stealAttemptsOpaque();
    }

    /** For any thread; read before {@link #stealAttempts} it is not more than that. */
    long successfulSteals() {
        return successfulStealsAcquire();
    }

    /** The word that {@link #busyNanos} explains. For any thread. */
    long busyState() {
        return busyAcquire();
    }

    /** For how long a worker had been running tasks by the time {@code now}, which was read after its busy state. */
    static long busyNanos(long busyState, long now) {
        return busyState < 0 ? now - ~busyState : busyState;
    }

    LatencyHistogram queueTimes() {
        return queueTimes;
    }

    LatencyHistogram runTimes() {
        return runTimes;
    }
}
