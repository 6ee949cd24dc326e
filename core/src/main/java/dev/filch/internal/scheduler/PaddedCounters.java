package dev.filch.internal.scheduler;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one worker counts, on cache lines of its own: the worker writes with every task, and must not take a line from
 * another worker. {@code WorkerMetricsTest} checks the distances.
 *
 * <p>Each variable has one writer, the thread that has the worker, which therefore reads it plainly; other threads read at
 * any time. Only what threads without a worker count has several writers.
 */
abstract class PaddedCounters extends CounterFields {

    private byte p00, p01, p02, p03, p04, p05, p06, p07;
    private byte p10, p11, p12, p13, p14, p15, p16, p17;
    private byte p20, p21, p22, p23, p24, p25, p26, p27;
    private byte p30, p31, p32, p33, p34, p35, p36, p37;
    private byte p40, p41, p42, p43, p44, p45, p46, p47;
    private byte p50, p51, p52, p53, p54, p55, p56, p57;
    private byte p60, p61, p62, p63, p64, p65, p66, p67;
    private byte p70, p71, p72, p73, p74, p75, p76, p77;
    private byte p80, p81, p82, p83, p84, p85, p86, p87;
    private byte p90, p91, p92, p93, p94, p95, p96, p97;
    private byte pa0, pa1, pa2, pa3, pa4, pa5, pa6, pa7;
    private byte pb0, pb1, pb2, pb3, pb4, pb5, pb6, pb7;
    private byte pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7;
    private byte pd0, pd1, pd2, pd3, pd4, pd5, pd6, pd7;
    private byte pe0, pe1, pe2, pe3, pe4, pe5, pe6, pe7;
    private byte pf0, pf1, pf2, pf3, pf4, pf5, pf6, pf7;
}

abstract class CounterFields extends FrontPad {

    private static final VarHandle EXECUTED;
    private static final VarHandle STEAL_ATTEMPTS;
    private static final VarHandle SUCCESSFUL_STEALS;
    private static final VarHandle BUSY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EXECUTED = lookup.findVarHandle(CounterFields.class, "executed", long.class).withInvokeExactBehavior();
            STEAL_ATTEMPTS =
                    lookup.findVarHandle(CounterFields.class, "stealAttempts", long.class).withInvokeExactBehavior();
            SUCCESSFUL_STEALS =
                    lookup.findVarHandle(CounterFields.class, "successfulSteals", long.class).withInvokeExactBehavior();
            BUSY = lookup.findVarHandle(CounterFields.class, "busy", long.class).withInvokeExactBehavior();
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
