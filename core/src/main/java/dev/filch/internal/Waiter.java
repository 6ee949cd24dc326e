package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's place in a {@link WaiterList}, for one wait. A waiter is waiting at first, and dies once: another thread
 * notifies it, or its own thread cancels it. The reasons for memory orders refer to the invariants of
 * {@code WaiterList}.
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

    /** Not shared: after the constructor, only the thread whose CAS ends the wait accesses it. */
    private Thread thread;

    private int state;
    private Waiter next;

    Waiter(Thread thread) {
        this.thread = thread;
    }

    /**
     * Ends the wait on behalf of a notifier. Returns the thread, which the caller must unpark, or null if the wait was
     * already over.
     */
    Thread tryNotify() {
        return casState(NOTIFIED) ? thread : null;
    }

    /**
     * Ends the wait on behalf of its own thread. Drops the reference to the thread, because the node may stay linked
     * for a while. Returns false if the wait was already over.
     */
    boolean tryCancel() {
        if (!casState(CANCELLED)) {
            return false;
        }
        thread = null;
        return true;
    }

    /** Opaque: an estimate for a description. */
    int stateOpaque() {
        return (int) STATE.getOpaque(this);
    }

    /**
     * Volatile: for I3, like headVolatile. Also after a park: an unpark orders nothing, so only a single order with the
     * notifier's CAS makes the waiter see that it must not park again. Checked by WaiterScenario:op.
     */
    int stateVolatile() {
        return (int) STATE.getVolatile(this);
    }

    /**
     * Volatile: a CAS, because several threads may try to end the wait. The waiter sees what its notifier did before.
     * For I3. Checked by WaiterScenario:op.
     */
    private boolean casState(int next) {
        return STATE.compareAndSet(this, WAITING, next);
    }

    /**
     * Opaque: the waiter that it returns was published together with this one, because each push acquires the one
     * before.
     */
    Waiter nextOpaque() {
        return (Waiter) NEXT.getOpaque(this);
    }

    /** Plain: the waiter is not shared yet; casHead publishes it. */
    void setNextPlain(Waiter below) {
        next = below;
    }

    /** Plain: publishes nothing, for the reason at nextOpaque. If it fails, the sweep reads next again. */
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
