package dev.filch.internal.scheduler;

/*
 * busy says in one word how long the worker has been running tasks: that many nanoseconds while it is idle; ~(start -
 * that many) while it has been running one since start, which is negative, as no worker can have run tasks for longer
 * than the pool exists. In one word, so that no reader sees the end of a task without its duration, or the reverse.
 */

/**
 * What one worker of a pool counts and measures. The counts are always on: they cost about as much as a store to memory
 * that is in the cache. Whatever needs a clock is only there if the pool was built with metrics. Everything is
 * wait-free; methods that count or measure are for the worker alone.
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

    /** Counts a task that has run, beside other threads that may do so. */
    final void countExecutedShared() {
        getAndAddExecuted(1);
    }

    /** A task starts that has waited for some time. */
    final void beginTask(long queueTime, long now) {
        queueTimes.record(queueTime);
        busyFrom(now);
    }

    /** The worker is busy from now on. */
    final void busyFrom(long now) {
        setBusyRelease(~(now - busyPlain()));
    }

    /** The worker, which was busy, is not any more. */
    final void idleFrom(long now) {
        setBusyRelease(now - ~busyPlain());
    }

    /** A task has run for some time. */
    final void recordRun(long nanos) {
        runTimes.record(nanos);
    }

    /** A task has run for some time, beside other threads that may record theirs. */
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

    /** How many tasks the worker is done with. What they did happens-before the return. For any thread. */
    final long executed() {
        return executedAcquire();
    }

    /** For any thread. */
    final long stealAttempts() {
        return stealAttemptsOpaque();
    }

    /** For any thread; read before {@link #stealAttempts} it is not more than that. */
    final long successfulSteals() {
        return successfulStealsAcquire();
    }

    /** The word that {@link #busyNanos} explains. For any thread. */
    final long busyState() {
        return busyAcquire();
    }

    /** For how long a worker had been running tasks by the time {@code now}, which was read after its busy state. */
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
