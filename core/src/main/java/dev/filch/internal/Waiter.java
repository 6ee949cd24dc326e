package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's place in a {@link WaiterList}, for one wait. It begins waiting, and dies once: notified by somebody, or
 * cancelled by its own thread. The invariants that the memory orders refer to are those of {@code WaiterList}.
 */
public final class Waiter {

    static final int WAITING = 0;

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

    /** Not shared: after the constructor only the one whose CAS ends the wait touches it. */
    private Thread thread;

    private int state;
    private Waiter next;

    Waiter(Thread thread) {
        this.thread = thread;
    }

    /** Ends the wait from outside; null if it was over. The caller must unpark the thread that it gets. */
    Thread tryNotify() {
        return casState(NOTIFIED) ? thread : null;
    }

    /** Ends the wait from inside, and lets go of the thread, since the node may stay linked for a while. */
    boolean tryCancel() {
        if (!casState(CANCELLED)) {
            return false;
        }
        thread = null;
        return true;
    }

    /** Opaque: an estimate, for people. */
    int stateOpaque() {
        return (int) STATE.getOpaque(this);
    }

    /**
     * Volatile: for I3, as headVolatile. And after a park: an unpark orders nothing, so only one order with the
     * notifier's CAS lets the waiter see that it need not park again. Checked by WaiterScenario:op.
     */
    int stateVolatile() {
        return (int) STATE.getVolatile(this);
    }

    /**
     * Volatile: a CAS, since other threads may end the wait; the waiter sees what its notifier did before; volatile for
     * I3. Checked by WaiterScenario:op.
     */
    private boolean casState(int next) {
        return STATE.compareAndSet(this, WAITING, next);
    }

    /** Opaque: what it leads to was published together with the waiter above, since each push acquires the one before. */
    Waiter nextOpaque() {
        return (Waiter) NEXT.getOpaque(this);
    }

    /** Plain: the waiter is not shared yet; casHead publishes it. */
    void setNextPlain(Waiter below) {
        next = below;
    }

    /** Plain: publishes nothing, as nextOpaque says; after a failure the sweep reads it again. */
    boolean weakCasNextPlain(Waiter expected, Waiter below) {
        return NEXT.weakCompareAndSetPlain(this, expected, below);
    }

    @Override
    public String toString() {
        return switch (stateOpaque()) {
            case WAITING -> "waiting";
            case NOTIFIED -> "notified";
            default -> "cancelled";
        };
    }
}
