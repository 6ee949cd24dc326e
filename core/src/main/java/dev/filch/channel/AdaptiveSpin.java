package dev.filch.channel;

import dev.filch.internal.Backoff;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * The idea. A thread that parks is away for some 20 to 50 microseconds, so a short wait is worth spinning for. Three
 * times are learned from the last waits of a line:
 *
 *   pause      how long a thread spins before it checks the condition for the first time. A receiver that follows a
 *              sender too closely takes the cache line of each element from it. After a pause it finds many elements.
 *              If it finds only one, as in a ping-pong, the pause was too long and is halved; otherwise it is doubled.
 *   patience   how long a thread spins at all. It is halved each time the thread had to park nevertheless.
 *   interval   the number of waits until a trial, in which a thread spins for longer than a wake-up takes. Without
 *              trials, two threads that wait for each other's next step could park for ever: the one that is woken
 *              finds the other one parked again. After a trial they find each other awake, and a short patience is
 *              enough. The interval doubles with each failed trial. So trials cost threads that always have to park
 *              some 50 nanoseconds per wait.
 *
 * All fields are hints. Threads that write at the same time may overwrite each other's.
 */

/** Decides how long the threads of a line spin before they park. */
final class AdaptiveSpin {

    /** What a thread waits for. */
    interface Condition {

        /** Whether the wait is over. A volatile read. */
        boolean isOver();

        /** How many steps the thread can then take at once, at least approximately. */
        int available();
    }

    // All in nanoseconds.
    private static final int MIN_PAUSE = 100;
    private static final int MAX_PAUSE = 4_000;
    private static final int MIN_PATIENCE = 300;
    private static final int MAX_PATIENCE = 5_000;
    private static final int TRIAL = 50_000;

    private static final int MIN_INTERVAL = 8;
    private static final int MAX_INTERVAL = 1_024;

    private static final VarHandle PAUSE;
    private static final VarHandle PATIENCE;
    private static final VarHandle INTERVAL;
    private static final VarHandle UNTIL_TRIAL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PAUSE = lookup.findVarHandle(AdaptiveSpin.class, "pause", int.class).withInvokeExactBehavior();
            PATIENCE = lookup.findVarHandle(AdaptiveSpin.class, "patience", int.class).withInvokeExactBehavior();
            INTERVAL = lookup.findVarHandle(AdaptiveSpin.class, "interval", int.class).withInvokeExactBehavior();
            UNTIL_TRIAL = lookup.findVarHandle(AdaptiveSpin.class, "untilTrial", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int pause = 500;
    private int patience = MAX_PATIENCE;
    private int interval = MIN_INTERVAL;
    private int untilTrial = MIN_INTERVAL;

    /** Spins until a condition holds, or this thread had better park. Returns at once where spinning is no use. */
    void await(Condition condition) {
        if (Backoff.spinsBeforeParking() == 0) {
            return;
        }
        int left = untilTrialOpaque();
        if (left > 0) {
            setUntilTrialOpaque(left - 1);
            learnPatience(isOverWithin(patienceOpaque(), condition));
        } else {
            learnInterval(isOverWithin(TRIAL, condition));
        }
    }

    private boolean isOverWithin(int nanos, Condition condition) {
        long start = System.nanoTime();
        int paused = pauseOpaque();
        Backoff.pause(paused);
        while (!condition.isOver()) {
            if (System.nanoTime() - start >= nanos) {
                return false;
            }
            Thread.onSpinWait();
        }
        setPauseOpaque(condition.available() > 1
                ? Math.min(paused * 2, MAX_PAUSE)
                : Math.max(paused / 2, MIN_PAUSE));
        return true;
    }

    private void learnPatience(boolean sufficed) {
        setPatienceOpaque(sufficed ? MAX_PATIENCE : Math.max(patienceOpaque() / 2, MIN_PATIENCE));
    }

    private void learnInterval(boolean sufficed) {
        int next = sufficed ? MIN_INTERVAL : Math.min(intervalOpaque() * 2, MAX_INTERVAL);
        setIntervalOpaque(next);
        setUntilTrialOpaque(next);
        learnPatience(sufficed);
    }

    /** Opaque: a hint. */
    private int pauseOpaque() {
        return (int) PAUSE.getOpaque(this);
    }

    /** Opaque: a hint. */
    private void setPauseOpaque(int nanos) {
        PAUSE.setOpaque(this, nanos);
    }

    /** Opaque: a hint. */
    private int patienceOpaque() {
        return (int) PATIENCE.getOpaque(this);
    }

    /** Opaque: a hint. */
    private void setPatienceOpaque(int nanos) {
        PATIENCE.setOpaque(this, nanos);
    }

    /** Opaque: a hint. */
    private int intervalOpaque() {
        return (int) INTERVAL.getOpaque(this);
    }

    /** Opaque: a hint. */
    private void setIntervalOpaque(int waits) {
        INTERVAL.setOpaque(this, waits);
    }

    /** Opaque: a hint. */
    private int untilTrialOpaque() {
        return (int) UNTIL_TRIAL.getOpaque(this);
    }

    /** Opaque: a hint. */
    private void setUntilTrialOpaque(int waits) {
        UNTIL_TRIAL.setOpaque(this, waits);
    }
}
