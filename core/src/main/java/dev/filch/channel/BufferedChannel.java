package dev.filch.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.Queue;
import java.util.function.Predicate;

/*
 * The idea. A channel keeps its elements in a buffer, a ring or an injector, which is fast but can give up only its
 * oldest element. The first view of the channel as a queue switches the channel to cells for good: it installs a
 * CellQueue and then closes the buffer. Sends whose offer fails then go to the cells. Receives whose poll fails go
 * there once the buffer is closed. So a channel without a view pays nothing, and never reads the field unless an offer
 * or a poll has failed.
 *
 * Invariants
 *   S1  The cells are installed before a view closes the buffer. So a thread that finds the buffer closed, and then no
 *       cells, knows that the channel itself was closed.
 *   S2  Cells are appended only after the buffer was closed, and taken only after it was then found empty. So what the
 *       buffer held comes first.
 *   S3  Elements in the buffer + count of the cells <= capacity. The closed buffer only shrinks, so room that a sender
 *       has computed before it counts itself is still there.
 *   S4  To close the channel, a thread first sets the cause, then closes the buffer, and then reads the cells and
 *       closes them. A sender reads the cells first and then the cause, both volatile. If it finds no cause, its read
 *       of the cells came before the closing thread's, which finds them too. So each element is appended before the
 *       cells are closed, or refused.
 *   S5  If there are cells, isClosed returns true only after the cells were closed, by the calling thread if need be.
 *       So it never returns false again, and nothing comes after a receive that then finds the channel empty. It is
 *       wait-free: once the cause is set, each thread appends at most one cell before the end.
 */

/** A channel whose elements are in a queue. */
abstract sealed class BufferedChannel<E> extends Channel<E> permits RingBufferedChannel, InjectorChannel {

    private static final VarHandle CELLS;

    static {
        try {
            CELLS = MethodHandles.lookup().findVarHandle(BufferedChannel.class, "cells", CellQueue.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Side receivers = new Side() {

        @Override
        boolean isReady() {
            return !isEmpty() || isClosed();
        }

        @Override
        public int available() {
            return size();
        }
    };

    /** Null until the channel has a view. */
    private CellQueue<E> cells;

    /** What holds the elements until the channel has a view. */
    abstract Queue<E> buffer();

    /** Volatile reads, as those of {@link #isBufferClosed}. */
    abstract boolean isBufferEmpty();

    abstract boolean isBufferClosed();

    abstract void closeBuffer();

    /** How many elements the cells may hold, now that the buffer is closed. Volatile reads. */
    abstract long cellLimit();

    /** How many elements are left in the closed buffer. A volatile read. */
    final int leftInBuffer() {
        // The size alone may be an old one.
        return isBufferEmpty() ? 0 : buffer().size();
    }

    @Override
    final void beginView() {
        switchToCells(CellQueue.SLACK);
    }

    /** Makes the channel hold its elements in cells from now on; idempotent. */
    final void switchToCells(int slack) {
        if (cellsVolatile() == null) {
            casCells(null, new CellQueue<>(slack));
        }
        closeBuffer();
    }

    /** Sends an element although the buffer did not take it; false if the channel is full or closed. */
    final boolean putToCells(E element) {
        CellQueue<E> used = cellsVolatile();
        return used != null && isBufferClosed() && append(used, new Cell<>(element));
    }

    final boolean append(CellQueue<E> used, Cell<E> cell) {
        if (isClosing()) {
            used.close();
            return false;
        }
        return used.offer(cell, cellLimit());
    }

    /** Sends elements from an index on although the buffer did not take them; returns how many. */
    final int putAllToCells(E[] elements, int from) {
        return from < elements.length && cellsVolatile() != null ? super.putAll(elements, from) : 0;
    }

    /** Takes an element although the buffer had none. */
    final E takeFromCells() {
        CellQueue<E> used = cellsVolatile();
        if (used == null || !isBufferClosed()) {
            return null;
        }
        // What was offered before the buffer was closed may have come after the last poll.
        E element = buffer().poll();
        return element != null ? element : used.poll();
    }

    /** Whether there is room in the cells, or sends need not wait because the channel is closed. */
    final boolean isReadyToSendToCells() {
        CellQueue<E> used = cellsVolatile();
        return used == null || used.count() < cellLimit() || isClosed();
    }

    /** The cells of a channel that has a view. */
    final CellQueue<E> cells() {
        return cellsVolatile();
    }

    @Override
    final boolean isEmpty() {
        // In this order: while the buffer is open, the cells are empty.
        if (!isBufferEmpty()) {
            return false;
        }
        CellQueue<E> used = cellsVolatile();
        return used == null || used.isEmpty();
    }

    @Override
    final E peek() {
        E element = buffer().peek();
        return element != null ? element : cellsVolatile().peek();
    }

    @Override
    final int removeIf(Predicate<? super E> filter, int limit) {
        CellQueue<E> used = cellsVolatile();
        int removed = 0;
        Cell<E> cell = used.first();
        while (cell != null && removed < limit) {
            E element = cell.elementVolatile();
            if (element != null && filter.test(element) && remove(cell)) {
                removed++;
            }
            cell = used.after(cell);
        }
        return removed;
    }

    /** Takes the element of a cell, and wakes a sender; false if another thread has taken it. */
    final boolean remove(Cell<E> cell) {
        if (!cellsVolatile().remove(cell)) {
            return false;
        }
        Line senders = line(true);
        if (senders != null) {
            // The removal has subtracted the element by a volatile read-modify-write.
            senders.wake();
        }
        return true;
    }

    @Override
    final Iterator<E> elements() {
        return new ElementIterator<>(this);
    }

    @Override
    final void shut() {
        closeBuffer();
        CellQueue<E> used = cellsVolatile();
        if (used != null) {
            used.close();
            used.endWaits();
        }
        receivers.endWaits();
        Line senders = line(true);
        if (senders != null) {
            senders.endWaits();
        }
    }

    @Override
    public final boolean isClosed() {
        if (!isBufferClosed()) {
            return false;
        }
        CellQueue<E> used = cellsVolatile();
        if (used != null) {
            if (!isClosing()) {
                return false;
            }
            used.close();
        }
        return true;
    }

    @Override
    public final int size() {
        CellQueue<E> used = cellsVolatile();
        int inBuffer = buffer().size();
        return used == null ? inBuffer : (int) Math.min(inBuffer + used.count(), capacity());
    }

    /** Sends never wait, unless a subclass overrides this method and the next one. */
    @Override
    Line line(boolean sends) {
        return sends ? null : receivers;
    }

    /** Called after a put has failed: if sends never wait, not for lack of room. */
    @Override
    boolean sendUntil(E element, long deadlineNanos) throws InterruptedException {
        throw closed();
    }

    @Override
    final Object pass(E element, Choice own) {
        if (element == null) {
            // An attempt to take from an empty buffer takes longer: it waits a moment for a producer.
            return isEmpty() ? null : take();
        }
        return put(element) ? element : null;
    }

    @Override
    @SuppressWarnings("unchecked")
    final E receiveUntil(long deadlineNanos) throws InterruptedException {
        while (true) {
            Place place = Place.ofOneCase();
            boolean inTime = receivers.await(this, place, deadlineNanos);
            E element = place.wasMatched() ? (E) place.received() : take();
            // If this thread was woken, others may go on too.
            receivers.wake();
            if (element != null) {
                return element;
            }
            if (isClosed()) {
                element = take();
                if (element == null) {
                    throw closed();
                }
                return element;
            }
            if (!inTime) {
                return null;
            }
        }
    }

    /**
     * Volatile: S4, and a thread that waits for an element has not missed one in the cells. Checked by
     * ViewScenario:0,-1,vx,c.
     */
    @SuppressWarnings("unchecked")
    private CellQueue<E> cellsVolatile() {
        return (CellQueue<E>) CELLS.getVolatile(this);
    }

    /** Volatile: S4. It stands before the write that closes the buffer. Checked by ViewScenario:0,-1,vx,c. */
    private boolean casCells(CellQueue<E> expected, CellQueue<E> next) {
        return CELLS.compareAndSet(this, expected, next);
    }
}
