package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The variables of a {@link Timekeeper} that several threads use. */
abstract class TimekeeperFields {

    private static final VarHandle STATE;
    private static final VarHandle THREAD;
    private static final VarHandle WAKES_AT;
    private static final VarHandle DRAIN_AT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(TimekeeperFields.class, "state", State.class).withInvokeExactBehavior();
            THREAD = lookup.findVarHandle(TimekeeperFields.class, "thread", Thread.class).withInvokeExactBehavior();
            WAKES_AT = lookup.findVarHandle(TimekeeperFields.class, "wakesAt", long.class).withInvokeExactBehavior();
            DRAIN_AT = lookup.findVarHandle(TimekeeperFields.class, "drainAt", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether the timekeeper has a thread. {@link Timekeeper} explains the transitions. */
    enum State { NONE, STARTING, RUNNING }

    private State state = State.NONE;

    /** The thread that was created last. */
    private Thread thread;

    /** When the thread wakes by itself; a time in the past while it is awake. */
    private long wakesAt;

    /** Once as many deadlines as this have ever been added, the inbox must be drained. */
    private long drainAt;

    /** Volatile: read after the offer of a deadline; see setStateVolatile. Checked by DeadlineScenario:a,a. */
    final State stateVolatile() {
        return (State) STATE.getVolatile(this);
    }

    /** Volatile: a thread that ends does this and then reads the inbox. Checked by DeadlineScenario:a,a. */
    final void setStateVolatile(State next) {
        STATE.setVolatile(this, next);
    }

    /**
     * Volatile: of several submitters, one must win and start a thread; acquires what the previous thread has written.
     */
    final boolean casState(State expected, State next) {
        return STATE.compareAndSet(this, expected, next);
    }

    /** Volatile: a submitter that finds RUNNING must unpark the thread that was set before that. */
    final Thread threadVolatile() {
        return (Thread) THREAD.getVolatile(this);
    }

    /** Volatile: see threadVolatile. */
    final void setThreadVolatile(Thread next) {
        THREAD.setVolatile(this, next);
    }

    /** Volatile: read after the offer of a deadline; see setWakesAtVolatile. */
    final long wakesAtVolatile() {
        return (long) WAKES_AT.getVolatile(this);
    }

    /** Volatile: the thread does this and then reads the inbox. Otherwise it might sleep past a deadline. */
    final void setWakesAtVolatile(long time) {
        WAKES_AT.setVolatile(this, time);
    }

    /** Opaque: it only limits the memory of the inbox. */
    final long drainAtOpaque() {
        return (long) DRAIN_AT.getOpaque(this);
    }

    /** Opaque: see drainAtOpaque. */
    final void setDrainAtOpaque(long added) {
        DRAIN_AT.setOpaque(this, added);
    }
}
