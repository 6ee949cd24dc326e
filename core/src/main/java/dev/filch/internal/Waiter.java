package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's place in a {@link WaiterList}, for one wait. It begins waiting, and dies once: notified by somebody, or
 * cancelled by its own thread. The memory orders are explained in the table of {@code WaiterList}.
 */
public final class Waiter {

    private static final int WAITING = 0;
    private static final int NOTIFIED = 1;
    private static final int CANCELLED = 2;

    private static final VarHandle STATE;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Waiter.class, "state", int.class).withInvokeExactBehavior();
            NEXT = lookup.findVarHandle(Waiter.class, "next", Waiter.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Plain: after the constructor only the one whose CAS ends the wait touches it. */
    private Thread thread;

    private int state;
    private Waiter next;

    Waiter(Thread thread) {
        this.thread = thread;
    }

    /** Ends the wait from outside; null if it was over. The caller must unpark the thread that it gets. */
    Thread casNotified() {
        return STATE.compareAndSet(this, WAITING, NOTIFIED) ? thread : null;
    }

    /** Ends the wait from inside, and lets go of the thread, since the node may stay linked for a while. */
    boolean casCancelled() {
        if (!STATE.compareAndSet(this, WAITING, CANCELLED)) {
            return false;
        }
        thread = null;
        return true;
    }

    boolean isWaitingAcquire() {
        return (int) STATE.getAcquire(this) == WAITING;
    }

    boolean isWaitingVolatile() {
        return (int) STATE.getVolatile(this) == WAITING;
    }

    Waiter nextOpaque() {
        return (Waiter) NEXT.getOpaque(this);
    }

    /** Before the node is shared. */
    void setNextPlain(Waiter below) {
        next = below;
    }

    boolean weakCasNextPlain(Waiter expected, Waiter below) {
        return NEXT.weakCompareAndSetPlain(this, expected, below);
    }

    @Override
    public String toString() {
        return switch ((int) STATE.getOpaque(this)) {
            case WAITING -> "waiting";
            case NOTIFIED -> "notified";
            default -> "cancelled";
        };
    }
}
