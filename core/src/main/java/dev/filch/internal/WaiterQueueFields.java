package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of a {@link WaiterQueue}. They share cache lines with one another, because they change only when
 * a thread waits or is woken, but with nothing else: notifiers read {@code word} with every element.
 */
abstract class WaiterQueueFields extends FrontPad {

    private static final VarHandle WORD;
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;
    private static final VarHandle DELAYED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(WaiterQueueFields.class, "word", long.class).withInvokeExactBehavior();
            HEAD = lookup.findVarHandle(WaiterQueueFields.class, "head", QueuedWaiter.class).withInvokeExactBehavior();
            TAIL = lookup.findVarHandle(WaiterQueueFields.class, "tail", QueuedWaiter.class).withInvokeExactBehavior();
            DELAYED = lookup.findVarHandle(WaiterQueueFields.class, "delayed", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Twice the number of waiters that have not left, and one if a wake-up is under way. */
    private long word;

    private QueuedWaiter head;

    /** A hint: from it, the last waiter is reached. */
    private QueuedWaiter tail;

    /** How many waiters have left with others before them, modulo 2^32. */
    private int delayed;

    WaiterQueueFields(QueuedWaiter first) {
        head = first;
        tail = first;
    }

    /** Volatile: N2. Checked by ChannelScenario:1,s,r. */
    final long wordVolatile() {
        return (long) WORD.getVolatile(this);
    }

    /** Volatile: W1. Checked by ChannelScenario:1,s,r. */
    final long getAndAddWord(long delta) {
        return (long) WORD.getAndAdd(this, delta);
    }

    /** Volatile: a thread that does not begin a wake-up has read that one is under way. */
    final boolean casWord(long expected, long next) {
        return WORD.compareAndSet(this, expected, next);
    }

    /** Volatile: N3. An older head would lead to the same waiters. */
    final QueuedWaiter headVolatile() {
        return (QueuedWaiter) HEAD.getVolatile(this);
    }

    /** Volatile: the JDK has no weaker strong CAS. */
    final boolean casHead(QueuedWaiter expected, QueuedWaiter next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /**
     * Opaque: a hint; every field of the waiter that is read through it is read in a stronger mode. Checked by
     * ChannelScenario:T,r,r.
     */
    final QueuedWaiter tailOpaque() {
        return (QueuedWaiter) TAIL.getOpaque(this);
    }

    /** Opaque: as tailOpaque. Checked by ChannelScenario:T,r,r. */
    final void setTailOpaque(QueuedWaiter last) {
        TAIL.setOpaque(this, last);
    }

    /** Volatile: it only counts; the weaker forms are loops on some JVMs. */
    final int getAndAddDelayed(int delta) {
        return (int) DELAYED.getAndAdd(this, delta);
    }
}
