package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The variables of a {@link TaskFuture} that several threads use. */
abstract class TaskFutureFields {

    private static final VarHandle STATE;
    private static final VarHandle WAITERS;
    private static final VarHandle QUEUED;
    private static final VarHandle CREDIT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(TaskFutureFields.class, "state", Object.class).withInvokeExactBehavior();
            WAITERS = lookup.findVarHandle(TaskFutureFields.class, "waiters", WaiterList.class)
                    .withInvokeExactBehavior();
            QUEUED = lookup.findVarHandle(TaskFutureFields.class, "queued", byte.class).withInvokeExactBehavior();
            CREDIT = lookup.findVarHandle(TaskFutureFields.class, "credit", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null, a thread, or a stage: see {@link TaskFuture}. */
    private Object state;

    /** Created by the first thread that waits, or shared with other futures. */
    private WaiterList waiters;

    /**
     * Not zero if this future itself was submitted to a group, which then counts it as a task. The absolute value is
     * the ordinal of its lane plus one. The value is negative if the group is not the one that the future was created
     * for. It stays when the future leaves the queue. Zero means that the submission was refused, or that the future is
     * a part of another task, as in a completion service.
     */
    private byte queued;

    /** Whether the future holds one of the {@link QueueCredits}. */
    private boolean credit;

    /**
     * Volatile: a waiter enlists and then reads this; acquires the result. Checked by GroupScenario:shared+,1,0,f,G.
     */
    final Object stateVolatile() {
        return STATE.getVolatile(this);
    }

    /**
     * Volatile: the thread that ends the task does this and then reads waiters; releases the result. Checked by
     * GroupScenario:shared+,1,0,f,G.
     */
    final boolean casState(Object expected, Object next) {
        return STATE.compareAndSet(this, expected, next);
    }

    /** Volatile: as casState. */
    final void setStateVolatile(Object next) {
        STATE.setVolatile(this, next);
    }

    /** Volatile: read after the CAS of the state. Checked by GroupScenario:shared+,1,0,f,G. */
    final WaiterList waitersVolatile() {
        return (WaiterList) WAITERS.getVolatile(this);
    }

    /** Volatile: a waiter does this and then reads the state. Checked by GroupScenario:shared+,1,0,f,G. */
    final boolean casWaitersFromNull(WaiterList fresh) {
        return WAITERS.compareAndSet(this, (WaiterList) null, fresh);
    }

    /**
     * Opaque: it only decides what is counted and how a task waits. A waiter has received the future from the thread
     * that submitted it, and so sees at least that thread's write.
     */
    final byte queuedOpaque() {
        return (byte) QUEUED.getOpaque(this);
    }

    /** Opaque: see queuedOpaque. */
    final void setQueuedOpaque(byte value) {
        QUEUED.setOpaque(this, value);
    }

    /** Volatile: of the threads that take or give the credit, one must win; the JDK has no weaker strong CAS. */
    final boolean casCredit(boolean expected, boolean next) {
        return CREDIT.compareAndSet(this, expected, next);
    }

    /** Plain: the future is not shared yet; the queue publishes it. */
    final void setWaitersPlain(WaiterList shared) {
        waiters = shared;
    }
}
