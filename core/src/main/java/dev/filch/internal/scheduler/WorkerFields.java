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

    /** How the worker sleeps: one of the signals that {@link Worker} explains. */
    private int signal;

    /** The thread that has the worker. */
    private Thread thread;

    /** Whether the worker is moving tasks from one queue to another. */
    private boolean moving;

    /** Whether the worker must leave the queues to the thread that drains them. */
    private boolean stopped;

    /** The number of fairness ticks; wraps around at 2^31. */
    private int ticks;

    /** When a thread last took the worker or was woken, by the group's clock. */
    private long awakeSince;

    /** How many tasks the worker had executed at that time. */
    private long executedBefore;

    WorkerFields(boolean timed) {
        super(timed);
    }

    /** Plain: read by its only writer. */
    final int ticksPlain() {
        return ticks;
    }

    /** Opaque: a hint for other workers; they see it eventually. */
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

    /** Opaque: a hint; the pop that follows decides. Checked by GroupScenario:shared+,1,1,e[()],e. */
    final int signalOpaque() {
        return (int) SIGNAL.getOpaque(this);
    }

    /** Volatile: read after an unpark, which orders nothing by itself. Checked by GroupScenario:shared+~,1,0,,e. */
    final int signalVolatile() {
        return (int) SIGNAL.getVolatile(this);
    }

    /** Volatile: comes before the wake-up of a thread that waits for a worker. */
    final void setSignalVolatile(int value) {
        SIGNAL.setVolatile(this, value);
    }

    /**
     * Opaque: goIdle publishes the value. The worker is not on the stack, so a concurrent write comes only from
     * wakeToEnd, by a CAS to ENDED. If this store overwrites ENDED, goIdle's CAS of the word comes after the one that
     * has ended the group: otherwise goIdle's CAS, and so this store, would happen-before the CAS to ENDED. So the
     * thread finds the end in the word that goIdle returns. If ENDED overwrites this value, the thread sees ENDED
     * before it parks. Checked by GroupScenario:shared+,1,1,e[()],e.
     */
    final void setSignalOpaque(int value) {
        SIGNAL.setOpaque(this, value);
    }

    /**
     * Volatile: a thread announces its park and a waker swaps the signal; the later one must see the earlier one.
     * Checked by GroupScenario:shared+,1,0,,e,S.
     */
    final boolean casSignal(int expected, int next) {
        return SIGNAL.compareAndSet(this, expected, next);
    }

    /** Volatile: see casSignal; the weaker forms are loops on some JVMs. Checked by GroupScenario:shared+~,1,0,,e. */
    final int getAndSetSignal(int value) {
        return (int) SIGNAL.getAndSet(this, value);
    }

    /** Opaque: written before the signal becomes PARKED, and read after it has been found so. */
    final Thread threadOpaque() {
        return (Thread) THREAD.getOpaque(this);
    }

    /** Opaque: see threadOpaque. */
    final void setThreadOpaque(Thread current) {
        THREAD.setOpaque(this, current);
    }

    /**
     * Volatile: a stop sets stopped and then reads this; a worker sets this and then reads stopped. At least one sees
     * the other's write. Checked by StopScenario:3,n.
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
