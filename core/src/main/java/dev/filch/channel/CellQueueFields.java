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

    /** Volatile: a thread that finds the queue empty has not missed a cell that was appended before. */
    @SuppressWarnings("unchecked")
    final Cell<E> headVolatile() {
        return (Cell<E>) HEAD.getVolatile(this);
    }

    /** Volatile: the JDK has no weaker strong CAS. */
    final boolean casHead(Cell<E> expected, Cell<E> next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Opaque: a hint; every field of the cell that is read through it is read in a stronger mode. */
    @SuppressWarnings("unchecked")
    final Cell<E> tailOpaque() {
        return (Cell<E>) TAIL.getOpaque(this);
    }

    /** Opaque: as tailOpaque. */
    final void setTailOpaque(Cell<E> last) {
        TAIL.setOpaque(this, last);
    }

    /** Volatile: a sender that finds no room after it has enlisted has not missed room that was made before. */
    final long countVolatile() {
        return (long) COUNT.getVolatile(this);
    }

    /** Volatile: the JDK has no weaker strong CAS. */
    final boolean casCount(long expected, long next) {
        return COUNT.compareAndSet(this, expected, next);
    }

    /** Volatile: it makes room, and stands before the read of the senders' waiter word. */
    final long getAndAddCount(long delta) {
        return (long) COUNT.getAndAdd(this, delta);
    }

    /** Volatile: it only counts; the weaker forms are loops on some JVMs. */
    final long getAndAddDead(long delta) {
        return (long) DEAD.getAndAdd(this, delta);
    }

    /** Volatile: of several threads, one sweeps; the JDK has no weaker strong CAS. */
    final boolean casDead(long expected, long next) {
        return DEAD.compareAndSet(this, expected, next);
    }

    /** Acquire: the end of the queue was appended before. */
    final boolean closedAcquire() {
        return (boolean) CLOSED.getAcquire(this);
    }

    /** Release: as closedAcquire. */
    final void setClosedRelease() {
        CLOSED.setRelease(this, true);
    }
}
