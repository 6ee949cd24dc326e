package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A place in a {@link WaiterQueue}, for one wait. A subclass says when the wait is over. */
public abstract class QueuedWaiter {

    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup()
                    .findVarHandle(QueuedWaiter.class, "next", QueuedWaiter.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private QueuedWaiter next;

    /** For subclasses. */
    protected QueuedWaiter() {
    }

    /**
     * Whether the wait goes on. A volatile read. Once it returns false, it never returns true again.
     *
     * @return false once the wait has ended
     */
    protected abstract boolean isWaiting();

    /**
     * Volatile: a thread that finds no waiter behind this one has not missed one that enlisted before. Checked by
     * ChannelScenario:1,s,r.
     */
    final QueuedWaiter nextVolatile() {
        return (QueuedWaiter) NEXT.getVolatile(this);
    }

    /** Volatile: W2; it publishes the waiter that is appended. Checked by ChannelScenario:1,s,r. */
    final boolean casNext(QueuedWaiter expected, QueuedWaiter following) {
        return NEXT.compareAndSet(this, expected, following);
    }

    /**
     * Opaque: only a thread that stands on this waiter reads it, and then begins again at head. Checked by
     * ChannelScenario:1,s,r.
     */
    final void setNextOpaque(QueuedWaiter following) {
        NEXT.setOpaque(this, following);
    }
}
