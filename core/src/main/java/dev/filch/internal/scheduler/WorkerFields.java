package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The variables of a {@link Worker} that several threads use. */
abstract class WorkerFields extends WorkerMetrics {

    private static final VarHandle SIGNAL;
    private static final VarHandle THREAD;
    private static final VarHandle MOVING;
    private static final VarHandle STOPPED;
    private static final VarHandle TICKS;
    private static final VarHandle AWAKE_SINCE;
    private static final VarHandle EXECUTED_BEFORE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SIGNAL = lookup.findVarHandle(WorkerFields.class, "signal", int.class).withInvokeExactBehavior();
            THREAD = lookup.findVarHandle(WorkerFields.class, "thread", Thread.class).withInvokeExactBehavior();
            MOVING = lookup.findVarHandle(WorkerFields.class, "moving", boolean.class).withInvokeExactBehavior();
            STOPPED = lookup.findVarHandle(WorkerFields.class, "stopped", boolean.class).withInvokeExactBehavior();
            TICKS = lookup.findVarHandle(WorkerFields.class, "ticks", int.class).withInvokeExactBehavior();
            AWAKE_SINCE = lookup.findVarHandle(WorkerFields.class, "awakeSince", long.class).withInvokeExactBehavior();
            EXECUTED_BEFORE =
                    lookup.findVarHandle(WorkerFields.class, "executedBefore", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How the worker sleeps: one of the states that {@link Worker} names. */
    private int signal;

    /** The thread that has the worker. */
    private Thread thread;

    /** Whether the worker is moving tasks from one queue to another. */
    private boolean moving;

    /** Whether the queues are left to the thread that drains them. */
    private boolean stopped;

    /** How many fairness ticks there were; wraps around at 2^31. */
    private int ticks;

    /** When a thread has last come or been woken, by the group's clock. */
    private long awakeSince;

    /** How many tasks the worker had executed by then. */
    private long executedBefore;

    WorkerFields(boolean timed) {
        super(timed);
    }

    /** Plain: read by its only writer. */
    final int ticksPlain() {
        return ticks;
    }

    /** Opaque: a hint for other workers, which see it eventually. */
    final int ticksOpaque() {
        return (int) TICKS.getOpaque(this);
    }

    /** Opaque: see ticksOpaque. */
    final void setTicksOpaque(int count) {
        TICKS.setOpaque(this, count);
    }

    /** Opaque: for descriptions of the worker. */
    final long awakeSinceOpaque() {
        return (long) AWAKE_SINCE.getOpaque(this);
    }

    /** Opaque: see awakeSinceOpaque. */
    final void setAwakeSinceOpaque(long time) {
        AWAKE_SINCE.setOpaque(this, time);
    }

    /** Opaque: see awakeSinceOpaque. */
    final long executedBeforeOpaque() {
        return (long) EXECUTED_BEFORE.getOpaque(this);
    }

    /** Opaque: see awakeSinceOpaque. */
    final void setExecutedBeforeOpaque(long count) {
        EXECUTED_BEFORE.setOpaque(this, count);
    }

    /** Opaque: settled by the pop that follows. Checked by GroupScenario:shared+,1,1,e[()],e. */
    final int signalOpaque() {
        return (int) SIGNAL.getOpaque(this);
    }

    /** Volatile: follows an unpark, which orders nothing. Checked by GroupScenario:shared+~,1,0,,e. */
    final int signalVolatile() {
        return (int) SIGNAL.getVolatile(this);
    }

    /** Volatile: precedes the wake-up of a thread that waits for a worker. */
    final void setSignalVolatile(int value) {
        SIGNAL.setVolatile(this, value);
    }

    /**
     * Opaque: the worker is not on the stack, so other threads write only in wakeToEnd, by a CAS to ENDED; goIdle
     * publishes the value. If this store overwrites ENDED, the CAS of the word in goIdle follows the one that has ended
     * the group: otherwise it, and this store, would happen before the CAS to ENDED. So the thread sees the end in the
     * word that goIdle returns. If ENDED overwrites this value, the thread sees ENDED before it parks. Checked by
     * GroupScenario:shared+,1,1,e[()],e.
     */
    final void setSignalOpaque(int value) {
        SIGNAL.setOpaque(this, value);
    }

    /**
     * Volatile: of the announcement of a park and a waker's swap, one must see the other. Checked by
     * GroupScenario:shared+,1,0,,e,S.
     */
    final boolean casSignal(int expected, int next) {
        return SIGNAL.compareAndSet(this, expected, next);
    }

    /** Volatile: see casSignal; the weaker forms are loops on some JVMs. Checked by GroupScenario:shared+~,1,0,,e. */
    final int getAndSetSignal(int value) {
        return (int) SIGNAL.getAndSet(this, value);
    }

    /** Opaque: written before PARKED, and read after it. */
    final Thread threadOpaque() {
        return (Thread) THREAD.getOpaque(this);
    }

    /** Opaque: see threadOpaque. */
    final void setThreadOpaque(Thread current) {
        THREAD.setOpaque(this, current);
    }

    /**
     * Volatile: a stop sets stopped and then reads this; a worker sets this and then reads stopped. Checked by
     * StopScenario:3,n.
     */
    final boolean movingVolatile() {
        return (boolean) MOVING.getVolatile(this);
    }

    /** Volatile: see movingVolatile. Checked by StopScenario:3,n. */
    final void setMovingVolatile(boolean value) {
        MOVING.setVolatile(this, value);
    }

    /** Volatile: see movingVolatile. Checked by StopScenario:3,n. */
    final boolean stoppedVolatile() {
        return (boolean) STOPPED.getVolatile(this);
    }

    /** Volatile: see movingVolatile. Checked by StopScenario:3,n. */
    final void setStoppedVolatile(boolean value) {
        STOPPED.setVolatile(this, value);
    }
}
