package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * busy encodes how long the worker has been busy. Let t be the sum of its finished busy periods, in nanoseconds. While
 * the worker is not busy, busy is t. While it has been busy since the time start, busy is ~(start - t). This is
 * negative: a worker has not been busy for longer than the pool has existed, so start - t is not negative. A single
 * word holds both, so that no reader sees the end of a period without its duration, or the reverse.
 */

/**
 * The counts and measurements of one worker of a pool. The counts are always on: each costs about as much as a store to
 * memory in the cache. Measurements that need a clock exist only if the pool times tasks.
 *
 * <p>The methods that count or measure are for the worker alone, and wait-free. Exception: those whose names end in
 * Shared are for threads without a worker, and lock-free. The methods that read are for any thread, and wait-free.
 */
class WorkerMetrics extends WorkerCounters {

    private static final VarHandle TIMES =
            MethodHandles.arrayElementVarHandle(LaneTimes[].class).withInvokeExactBehavior();

    /** The times of each lane, null until a task of the lane is timed. The array is null if tasks are not timed. */
    private final LaneTimes[] times;

    /** Creates counts, and measurements if tasks are timed. */
    WorkerMetrics(boolean timed) {
        times = timed ? new LaneTimes[Lane.all().length] : null;
    }

    /** Counts a task that has run. */
    final void countExecuted() {
        setExecutedRelease(executedPlain() + 1);
    }

    /** Counts a task that has run, while other threads may do the same. */
    final void countExecutedShared() {
        getAndAddExecuted(1);
    }

    /** Counts an event. */
    final void count(WorkerEvent event) {
        add(event, 1);
    }

    /** Counts several events of a kind. */
    final void add(WorkerEvent event, long count) {
        setEventsOpaque(event, eventsPlain(event) + count);
    }

    /** Counts an event, while other threads may do the same. */
    final void countShared(WorkerEvent event) {
        getAndAddEvents(event, 1);
    }

    final boolean isTimed() {
        return times != null;
    }

    /** Records how long a task has waited. */
    final void recordWait(Lane lane, long nanos) {
        LaneTimes laneTimes = timesOrNew(lane);
        if (laneTimes != null) {
            laneTimes.queueTimes().record(nanos);
        }
    }

    /** Records how long a task has waited, while other threads may record theirs. */
    final void recordWaitShared(Lane lane, long nanos) {
        LaneTimes laneTimes = timesOrNew(lane);
        if (laneTimes != null) {
            laneTimes.queueTimes().recordShared(nanos);
        }
    }

    /** Records how long a task has run. */
    final void recordRun(Lane lane, long nanos) {
        LaneTimes laneTimes = timesOrNew(lane);
        if (laneTimes != null) {
            laneTimes.runTimes().record(nanos);
        }
    }

    /** Records how long a task has run, while other threads may record theirs. */
    final void recordRunShared(Lane lane, long nanos) {
        LaneTimes laneTimes = timesOrNew(lane);
        if (laneTimes != null) {
            laneTimes.runTimes().recordShared(nanos);
        }
    }

    /** The times of a lane; null if there is no memory for them. The times of this task are then missing. */
    private LaneTimes timesOrNew(Lane lane) {
        LaneTimes present = timesAcquire(lane);
        if (present != null) {
            return present;
        }
        try {
            LaneTimes fresh = new LaneTimes();
            LaneTimes witness = casTimesFromNullRelease(lane, fresh);
            return witness == null ? fresh : witness;
        } catch (OutOfMemoryError noMemory) {
            return null;
        }
    }

    final boolean isBusy() {
        return busyPlain() < 0;
    }

    /** Records that the worker, which was not busy, is busy from now on. */
    final void busyFrom(long now) {
        setBusyRelease(~(now - busyPlain()));
    }

    /** Records that the worker, which was busy, is no longer busy. */
    final void idleFrom(long now) {
        setBusyRelease(now - ~busyPlain());
    }

    /** Counts an attempt to take a task from another worker. */
    final void countSteal(boolean success) {
        setStealAttemptsOpaque(stealAttemptsPlain() + 1);
        if (success) {
            setSuccessfulStealsRelease(successfulStealsPlain() + 1);
        }
    }

    /** How many tasks the worker has executed. Their actions happen-before the return. For any thread. */
    final long executed() {
        return executedAcquire();
    }

    /** For any thread. */
    final long events(WorkerEvent event) {
        return eventsOpaque(event);
    }

    /** For any thread. */
    final long stealAttempts() {
        return stealAttemptsOpaque();
    }

    /** For any thread. If read before {@link #stealAttempts}, it is not greater. */
    final long successfulSteals() {
        return successfulStealsAcquire();
    }

    /** The word that {@link #busyNanos} decodes. For any thread. */
    final long busyState() {
        return busyAcquire();
    }

    /** How long a worker had been busy at a time that was read after its busy state. */
    static long busyNanos(long busyState, long now) {
        return busyState < 0 ? now - ~busyState : busyState;
    }

    /** The times of a lane; null if there are none. For any thread. */
    final LaneTimes times(Lane lane) {
        return times == null ? null : timesAcquire(lane);
    }

    /** Acquire: the reader sees the histograms fully constructed. */
    private LaneTimes timesAcquire(Lane lane) {
        return (LaneTimes) TIMES.getAcquire(times, lane.ordinal());
    }

    /** Release: see timesAcquire; atomic, because threads without a worker share theirs. */
    private LaneTimes casTimesFromNullRelease(Lane lane, LaneTimes fresh) {
        return (LaneTimes) TIMES.compareAndExchangeRelease(times, lane.ordinal(), (LaneTimes) null, fresh);
    }
}
