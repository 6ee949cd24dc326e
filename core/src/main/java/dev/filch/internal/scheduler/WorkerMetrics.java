package dev.filch.internal.scheduler;

/*
 * busy says in one word how long the worker has been running tasks. Let t be the sum of its finished busy periods, in
 * nanoseconds. While the worker is idle, busy is t. While it has been running a task since start, busy is ~(start - t).
 * That is negative, because no worker can have run tasks for longer than the pool has existed. It is one word so that
 * no reader sees the end of a task without its duration, or the reverse.
 */

/**
 * The counts and measurements of one worker of a pool. The counts are always on: each costs about as much as a store to
 * memory that is in the cache. Measurements that need a clock exist only if the pool was built with metrics. All
 * methods are wait-free except {@link #recordRunShared}, which is lock-free. Methods that count or measure are for the
 * worker alone, except the two whose names end in Shared.
 */
class WorkerMetrics extends WorkerCounters {

    /** These two are null if no times are taken. */
    private final LatencyHistogram queueTimes;
    private final LatencyHistogram runTimes;

    /** Counts only, or takes times as well. */
    WorkerMetrics(boolean timed) {
        queueTimes = timed ? new LatencyHistogram() : null;
        runTimes = timed ? new LatencyHistogram() : null;
    }

    /** Counts a task that has run. */
    final void countExecuted() {
        setExecutedRelease(executedPlain() + 1);
    }

    /** Counts a task that has run, while other threads may do the same. */
    final void countExecutedShared() {
        getAndAddExecuted(1);
    }

    /** Records that a task starts, and how long it has waited. */
    final void beginTask(long queueTime, long now) {
        queueTimes.record(queueTime);
        busyFrom(now);
    }

    /** Records that the worker is busy from now on. */
    final void busyFrom(long now) {
        setBusyRelease(~(now - busyPlain()));
    }

    /** Records that the worker, which was busy, no longer is. */
    final void idleFrom(long now) {
        setBusyRelease(now - ~busyPlain());
    }

    /** Records how long a task has run. */
    final void recordRun(long nanos) {
        runTimes.record(nanos);
    }

    /** Records how long a task has run, while other threads may record theirs. */
    final void recordRunShared(long nanos) {
        runTimes.recordShared(nanos);
    }

    /** Counts an attempt to take a task from another worker. */
    final void countSteal(boolean success) {
        setStealAttemptsOpaque(stealAttemptsPlain() + 1);
        if (success) {
            setSuccessfulStealsRelease(successfulStealsPlain() + 1);
        }
    }

    /** How many tasks the worker is done with. Their actions happen-before the return. For any thread. */
    final long executed() {
        return executedAcquire();
    }

    /** For any thread. */
    final long stealAttempts() {
        return stealAttemptsOpaque();
    }

    /** For any thread. If read before {@link #stealAttempts}, it is not more than that. */
    final long successfulSteals() {
        return successfulStealsAcquire();
    }

    /** The word that {@link #busyNanos} decodes. For any thread. */
    final long busyState() {
        return busyAcquire();
    }

    /** How long a worker had been running tasks at the time {@code now}, which was read after its busy state. */
    static long busyNanos(long busyState, long now) {
        return busyState < 0 ? now - ~busyState : busyState;
    }

    final LatencyHistogram queueTimes() {
        return queueTimes;
    }

    final LatencyHistogram runTimes() {
        return runTimes;
    }
}
