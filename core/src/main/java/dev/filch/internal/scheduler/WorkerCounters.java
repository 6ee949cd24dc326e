package dev.filch.internal.scheduler;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counts of one worker. The worker writes them with every task, so they must not share a cache line with another
 * worker's variables. A pad precedes the counts, and the worker's own fields follow them.
 *
 * <p>Each variable has a single writer, the thread that has the worker, which therefore reads it plainly. Other threads
 * may read it at any time. Exception: threads without a worker share one instance, and all write to it.
 */
abstract class WorkerCounters extends FrontPad {

    private static final VarHandle EXECUTED;
    private static final VarHandle STEAL_ATTEMPTS;
    private static final VarHandle SUCCESSFUL_STEALS;
    private static final VarHandle BUSY;
    private static final VarHandle EVENTS = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EXECUTED = lookup.findVarHandle(WorkerCounters.class, "executed", long.class).withInvokeExactBehavior();
            STEAL_ATTEMPTS =
                    lookup.findVarHandle(WorkerCounters.class, "stealAttempts", long.class).withInvokeExactBehavior();
            SUCCESSFUL_STEALS = lookup.findVarHandle(WorkerCounters.class, "successfulSteals", long.class)
                    .withInvokeExactBehavior();
            BUSY = lookup.findVarHandle(WorkerCounters.class, "busy", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long executed;
    private long stealAttempts;
    private long successfulSteals;
    private long busy;

    /** The counts of events. They need no pads, because no event occurs with every task. */
    private final long[] events = new long[WorkerEvent.KINDS];

    /** Plain: read by its only writer. */
    final long executedPlain() {
        return executed;
    }

    /**
     * Acquire: a thread that reads the count sees the effects and the submission of each counted task. Checked by
     * PoolMetricsTest.
     */
    final long executedAcquire() {
        return (long) EXECUTED.getAcquire(this);
    }

    /** Release: pairs with executedAcquire. */
    final void setExecutedRelease(long count) {
        EXECUTED.setRelease(this, count);
    }

    /** Volatile: atomic, because several threads count; the weaker forms are loops on some JVMs. */
    final long getAndAddExecuted(long delta) {
        return (long) EXECUTED.getAndAdd(this, delta);
    }

    /** Plain: read by its only writer. */
    final long stealAttemptsPlain() {
        return stealAttempts;
    }

    /** Opaque: never torn, and seen eventually; the count of successful steals orders it. */
    final long stealAttemptsOpaque() {
        return (long) STEAL_ATTEMPTS.getOpaque(this);
    }

    /** Opaque: as stealAttemptsOpaque. */
    final void setStealAttemptsOpaque(long count) {
        STEAL_ATTEMPTS.setOpaque(this, count);
    }

    /** Plain: read by its only writer. */
    final long successfulStealsPlain() {
        return successfulSteals;
    }

    /** Acquire: a thread that sees a success also sees its attempt. Checked by WorkerMetricsTest. */
    final long successfulStealsAcquire() {
        return (long) SUCCESSFUL_STEALS.getAcquire(this);
    }

    /** Release: pairs with successfulStealsAcquire. */
    final void setSuccessfulStealsRelease(long count) {
        SUCCESSFUL_STEALS.setRelease(this, count);
    }

    /** Plain: read by its only writer. */
    final long eventsPlain(WorkerEvent event) {
        return events[event.ordinal()];
    }

    /** Opaque: never torn, and seen eventually; nothing depends on their order. */
    final long eventsOpaque(WorkerEvent event) {
        return (long) EVENTS.getOpaque(events, event.ordinal());
    }

    /** Opaque: as eventsOpaque. */
    final void setEventsOpaque(WorkerEvent event, long count) {
        EVENTS.setOpaque(events, event.ordinal(), count);
    }

    /** Volatile: atomic, because several threads count; the weaker forms are loops on some JVMs. */
    final long getAndAddEvents(WorkerEvent event, long delta) {
        return (long) EVENTS.getAndAdd(events, event.ordinal(), delta);
    }

    /** Plain: read by its only writer. */
    final long busyPlain() {
        return busy;
    }

    /** Acquire: the reader then reads the clock, which must not be before the start that the word encodes. */
    final long busyAcquire() {
        return (long) BUSY.getAcquire(this);
    }

    /** Release: pairs with busyAcquire; comes after the read of the clock. */
    final void setBusyRelease(long state) {
        BUSY.setRelease(this, state);
    }
}
