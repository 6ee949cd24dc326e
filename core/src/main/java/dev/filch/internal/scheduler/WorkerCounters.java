package dev.filch.internal.scheduler;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one worker counts. The worker writes with every task, and must not take a cache line from another worker: a pad lies
 * in front of the counts, and behind them the fields of the worker itself.
 *
 * <p>Each variable has one writer, the thread that has the worker, which therefore reads it plainly; other threads read at
 * any time. Only what threads without a worker count has several writers.
 */
abstract class WorkerCounters extends FrontPad {

    private static final VarHandle EXECUTED;
    private static final VarHandle STEAL_ATTEMPTS;
    private static final VarHandle SUCCESSFUL_STEALS;
    private static final VarHandle BUSY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EXECUTED = lookup.findVarHandle(WorkerCounters.class, "executed", long.class).withInvokeExactBehavior();
            STEAL_ATTEMPTS =
                    lookup.findVarHandle(WorkerCounters.class, "stealAttempts", long.class).withInvokeExactBehavior();
            SUCCESSFUL_STEALS =
                    lookup.findVarHandle(WorkerCounters.class, "successfulSteals", long.class).withInvokeExactBehavior();
            BUSY = lookup.findVarHandle(WorkerCounters.class, "busy", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long executed;
    private long stealAttempts;
    private long successfulSteals;
    private long busy;

    /** Plain: the only writer reads its own. */
    final long executedPlain() {
        return executed;
    }

    /**
     * Acquire: a thread that reads the count sees what the tasks that it counts did, and that they were submitted. Checked by
     * PoolMetricsTest.
     */
    final long executedAcquire() {
        return (long) EXECUTED.getAcquire(this);
    }

    /** Release: pairs with executedAcquire. */
    final void setExecutedRelease(long count) {
        EXECUTED.setRelease(this, count);
    }

    /** Volatile: atomic, since several threads count; the weaker forms are loops on some JVMs. */
    final long getAndAddExecuted(long delta) {
        return (long) EXECUTED.getAndAdd(this, delta);
    }

    /** Plain: the only writer reads its own. */
    final long stealAttemptsPlain() {
        return stealAttempts;
    }

    /** Opaque: never torn, and seen sooner or later; the successes order it. */
    final long stealAttemptsOpaque() {
        return (long) STEAL_ATTEMPTS.getOpaque(this);
    }

    /** Opaque: as stealAttemptsOpaque. */
    final void setStealAttemptsOpaque(long count) {
        STEAL_ATTEMPTS.setOpaque(this, count);
    }

    /** Plain: the only writer reads its own. */
    final long successfulStealsPlain() {
        return successfulSteals;
    }

    /** Acquire: a thread that reads a success sees its attempt. Checked by WorkerMetricsTest. */
    final long successfulStealsAcquire() {
        return (long) SUCCESSFUL_STEALS.getAcquire(this);
    }

    /** Release: pairs with successfulStealsAcquire. */
    final void setSuccessfulStealsRelease(long count) {
        SUCCESSFUL_STEALS.setRelease(this, count);
    }

    /** Plain: the only writer reads its own. */
    final long busyPlain() {
        return busy;
    }

    /** Acquire: the reader's clock, read afterwards, is not before the start in the word. */
    final long busyAcquire() {
        return (long) BUSY.getAcquire(this);
    }

    /** Release: pairs with busyAcquire; it follows the read of the clock. */
    final void setBusyRelease(long state) {
        BUSY.setRelease(this, state);
    }
}
