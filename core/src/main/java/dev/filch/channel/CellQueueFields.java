package dev.filch.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of a {@link CellQueue}. They have no cache lines of their own: all threads write the count with
 * each element.
 */
abstract class CellQueueFields<E> {

    private static final VarHandle HEAD;
    private static final VarHandle TAIL;
    private static final VarHandle COUNT;
    private static final VarHandle DEAD;
    private static final VarHandle CLOSED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(CellQueueFields.class, "head", Cell.class).withInvokeExactBehavior();
            TAIL = lookup.findVarHandle(CellQueueFields.class, "tail", Cell.class).withInvokeExactBehavior();
            COUNT = lookup.findVarHandle(CellQueueFields.class, "count", long.class).withInvokeExactBehavior();
            DEAD = lookup.findVarHandle(CellQueueFields.class, "dead", long.class).withInvokeExactBehavior();
            CLOSED = lookup.findVarHandle(CellQueueFields.class, "closed", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Cell<E> head;

    /** A hint: from it, the last cell is reached. */
    private Cell<E> tail;

    /** How many elements are inside, about to be appended, or taken and not yet subtracted. */
    private long count;

    /** How many cells have died behind a live one since the last sweep. */
    private long dead;

    /** Spares threads the way to the end of a closed queue. */
    private boolean closed;

    CellQueueFields() {
        head = new Cell<>(null);
        tail = head;
    }

    /**
     * Acquire: pairs with weakCasHeadRelease. An older head leads to the same cells. Checked by
     * CellQueueScenario:0,9,o,e,e.
     */
    @SuppressWarnings("unchecked")
    final Cell<E> headAcquire() {
        return (Cell<E>) HEAD.getAcquire(this);
    }

    /** Release: publishes the cell. If it fails, a later call moves head. Checked by CellQueueScenario:0,9,o,e,e. */
    final boolean weakCasHeadRelease(Cell<E> expected, Cell<E> next) {
        return HEAD.weakCompareAndSetRelease(this, expected, next);
    }

    /**
     * Acquire: a thread that appends behind the cell, or finds the end there, then reaches the cell from head. Checked
     * by CellQueueScenario:0,9,o,op.
     */
    @SuppressWarnings("unchecked")
    final Cell<E> tailAcquire() {
        return (Cell<E>) TAIL.getAcquire(this);
    }

    /** Release: as tailAcquire, after the CAS that appended the cell. Checked by CellQueueScenario:0,9,o,op. */
    final void setTailRelease(Cell<E> last) {
        TAIL.setRelease(this, last);
    }

    /**
     * Volatile: a sender that finds no room after it has enlisted has not missed room that was made before. Checked by
     * ViewBufferingScenario:poll-offer.
     */
    final long countVolatile() {
        return (long) COUNT.getVolatile(this);
    }

    /** Volatile: a thread that reads the size after a send counts it. Checked by ViewBufferingScenario:offer-size. */
    final boolean casCount(long expected, long next) {
        return COUNT.compareAndSet(this, expected, next);
    }

    /**
     * Volatile: it makes room, and stands before the read of the senders' waiter word. Checked by
     * ViewBufferingScenario:poll-offer.
     */
    final long getAndAddCount(long delta) {
        return (long) COUNT.getAndAdd(this, delta);
    }

    /** Volatile: it only counts; the weaker forms are loops on some JVMs. */
    final long getAndAddDead(long delta) {
        return (long) DEAD.getAndAdd(this, delta);
    }

    /** Volatile: of several threads, one sweeps; the JDK has no strong CAS without an order. */
    final boolean casDead(long expected, long next) {
        return DEAD.compareAndSet(this, expected, next);
    }

    /** Acquire: the end of the queue was appended before. Checked by CellQueueScenario:0,9,o,c,cp. */
    final boolean closedAcquire() {
        return (boolean) CLOSED.getAcquire(this);
    }

    /** Release: as closedAcquire. Checked by CellQueueScenario:0,9,o,c,cp. */
    final void setClosedRelease() {
        CLOSED.setRelease(this, true);
    }
}
