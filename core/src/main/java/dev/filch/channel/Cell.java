package dev.filch.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Holds one element of a {@link CellQueue}, which explains the memory modes. A cell without an element is dead. */
class Cell<E> {

    private static final VarHandle ELEMENT;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ELEMENT = lookup.findVarHandle(Cell.class, "element", Object.class).withInvokeExactBehavior();
            NEXT = lookup.findVarHandle(Cell.class, "next", Cell.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Object element;
    private Cell<E> next;

    Cell(E element) {
        this.element = element;
    }

    /** Ends the wait of a thread that waits until the element is taken, or until the queue is closed. */
    void endWait() {
    }

    /** Takes the element; null if another thread has it. */
    final E take() {
        E seen = elementVolatile();
        return seen != null && casElement(seen, null) ? seen : null;
    }

    /**
     * Volatile: a thread that finds the cell dead has found so before it reads the end of the queue. A thread that
     * begins after the element was taken does not find it. Checked by ViewBufferingScenario:poll-isEmpty.
     */
    @SuppressWarnings("unchecked")
    final E elementVolatile() {
        return (E) ELEMENT.getVolatile(this);
    }

    /** Volatile: as elementVolatile. Checked by ViewBufferingScenario:poll-isEmpty. */
    private boolean casElement(Object expected, Object following) {
        return ELEMENT.compareAndSet(this, expected, following);
    }

    /**
     * Volatile: a thread that finds no cell behind this one has not missed one that was appended before. Checked by
     * ChannelScenario:1,vss,rr.
     */
    @SuppressWarnings("unchecked")
    final Cell<E> nextVolatile() {
        return (Cell<E>) NEXT.getVolatile(this);
    }

    /**
     * Volatile: it publishes the cell that is appended, and stands before the read of the receivers' waiter word.
     * Checked by ChannelScenario:1,vss,rr.
     */
    final boolean casNext(Cell<E> expected, Cell<E> following) {
        return NEXT.compareAndSet(this, expected, following);
    }

    /**
     * Opaque: only a thread that stands on this cell reads it, and then begins again at head. Checked by
     * ChannelScenario:1,vss,rr.
     */
    final void setNextOpaque(Cell<E> following) {
        NEXT.setOpaque(this, following);
    }
}
