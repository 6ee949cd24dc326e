package dev.filch.channel;

/*
 * Source: the list of Maged Michael and Michael Scott, "Simple, fast, and practical non-blocking and blocking
 * concurrent queue algorithms", PODC 1996, with deletion in two steps as by Timothy Harris, "A pragmatic implementation
 * of non-blocking linked-lists", DISC 2001. As in the JDK's ConcurrentLinkedQueue, a cell dies when its element is
 * cleared, and cells that were removed at the front are linked to themselves.
 *
 * The idea. A cell is appended by a CAS of the last cell's next, which is null. A thread takes an element, from the
 * front or from the middle, by a CAS that clears it. Threads unlink dead cells later: at the front when they walk over
 * them, in the middle by a sweep once there are more dead cells than live ones. To close the queue, a thread appends a
 * last cell, the end, which is linked to itself so that nothing can be appended behind it. A count of the elements
 * bounds the queue: a sender adds itself before it appends, and a receiver subtracts its element after it was taken.
 *
 * Invariants
 *   I1  The element of a cell becomes null once, and stays so: the cell is dead.
 *   I2  Cells are ordered by the CAS that appended them. Everything before head is dead. Everything between a cell and
 *       its next is dead, unless next is the cell itself. So every live cell is reachable from head.
 *       An appending CAS keeps this, because the last cell has none behind it. A removal moves a next, or head, from a
 *       dead cell to that cell's next. So it never skips the last cell.
 *   I3  A cell that is linked to itself lies before head. A thread that stands on it goes on at head.
 *   I4  Nothing is ever behind the end. It has no element.
 *   I5  The number of live cells <= count <= the limit given to offers.
 *   I6  At most about live + slack dead cells are linked behind the first live one, plus as many for each sweep that is
 *       delayed: each cell that dies there is counted, and the thread that counts one too many sweeps. So a sweep costs
 *       each of them a few steps.
 *
 * Linearization points
 *   offer    true: the CAS of next.  false: the read of the count; or the read of a next that is the end.
 *   poll     element: the CAS that clears it.  null: the read of the last cell's next.
 *   remove   true: the CAS that clears the element.  false: the read that finds it null.
 *   close    the CAS that appends the end.
 *   An offer that fails for lack of room has counted elements that other threads were about to append, and those that
 *   were taken and not subtracted yet.
 */

/**
 * An unbounded FIFO queue from whose middle elements can be removed: what a channel holds once it has a view as a
 * queue. All operations are lock-free. An element that was taken, from wherever, frees its room at once.
 */
final class CellQueue<E> extends CellQueueFields<E> {

    /** How many dead cells are linked, besides as many as there are live ones. */
    static final int SLACK = 64;

    private final Cell<E> end = new Cell<>(null);
    private final int slack;

    CellQueue(int slack) {
        this.slack = slack;
        end.setNextOpaque(end);
    }

    /**
     * Appends a cell, which was never in a queue.
     *
     * @return false if the queue holds as many elements as the limit, or is closed
     */
    boolean offer(Cell<E> cell, long limit) {
        long count = countVolatile();
        while (count < limit && !casCount(count, count + 1)) {
            count = countVolatile();
        }
        if (count >= limit) {
            return false;
        }
        boolean appended = append(cell);
        if (!appended) {
            getAndAddCount(-1);
        }
        return appended;
    }

    /** Appends a cell unless the queue is closed. */
    private boolean append(Cell<E> cell) {
        Cell<E> last = tailAcquire();
        while (!last.casNext(null, cell)) {
            Cell<E> next = last.nextVolatile();
            if (next == end) {
                return false;
            }
            last = next == last ? headAcquire() : next;
        }
        setTailRelease(cell);
        return true;
    }

    /** Takes the oldest element; null if there is none. */
    E poll() {
        Cell<E> cell = first();
        while (cell != null) {
            E element = cell.take();
            if (element != null) {
                getAndAddCount(-1);
                cell.endWait();
                return element;
            }
            cell = after(cell);
        }
        return null;
    }

    /** The oldest element; null if there is none. */
    E peek() {
        Cell<E> cell = first();
        while (cell != null) {
            E element = cell.elementVolatile();
            if (element != null) {
                return element;
            }
            cell = after(cell);
        }
        return null;
    }

    /** Takes the element of a cell from anywhere in the queue; false if another thread has taken it. */
    boolean remove(Cell<E> cell) {
        if (cell.take() == null) {
            return false;
        }
        getAndAddCount(-1);
        cell.endWait();
        if (first() != null) {
            countDead();
        }
        return true;
    }

    /** Counts a cell that has died behind a live one, and sweeps if there are too many of them. */
    private void countDead() {
        long dead = getAndAddDead(1) + 1;
        if (dead > countVolatile() + slack && casDead(dead, 0)) {
            sweep();
        }
    }

    /** Unlinks dead cells from the middle. */
    private void sweep() {
        Cell<E> before = headAcquire();
        Cell<E> cell = before.nextVolatile();
        while (cell != null && cell != end) {
            Cell<E> next = cell.nextVolatile();
            if (cell == before || cell == next) {
                before = headAcquire();
                cell = before.nextVolatile();
            } else if (next == null || isLive(cell)) {
                before = cell;
                cell = next;
            } else {
                before.casNext(cell, next);
                cell = before.nextVolatile();
            }
        }
    }

    /** The oldest live cell; null if there is none. */
    Cell<E> first() {
        Cell<E> front = headAcquire();
        Cell<E> last = front;
        Cell<E> cell = front;
        while (cell != null && !isLive(cell)) {
            last = cell;
            cell = following(cell);
        }
        Cell<E> next = cell == null ? last : cell;
        if (next != front && weakCasHeadRelease(front, next)) {
            // So that dead cells that have grown old do not keep younger ones reachable.
            front.setNextOpaque(front);
        }
        return cell;
    }

    /** The live cell behind one that {@link #first} or this method has returned; null if there is none. */
    Cell<E> after(Cell<E> cell) {
        Cell<E> next = following(cell);
        while (next != null && !isLive(next)) {
            next = following(next);
        }
        return next;
    }

    private Cell<E> following(Cell<E> cell) {
        Cell<E> next = cell.nextVolatile();
        if (next == cell) {
            return headAcquire();
        }
        return next == end ? null : next;
    }

    private boolean isLive(Cell<E> cell) {
        return cell.elementVolatile() != null;
    }

    /** Whether there was no element at some instant during the call. */
    boolean isEmpty() {
        return first() == null;
    }

    /** How many elements are inside, and how many others occupy room because threads are adding or taking them. */
    long count() {
        return countVolatile();
    }

    /**
     * Refuses cells from now on. Idempotent. Tries again only if another thread has appended a cell meanwhile.
     */
    void close() {
        if (!closedAcquire()) {
            append(end);
            setClosedRelease();
        }
    }

    /** Ends the waits of all senders whose elements are inside. To be called once the queue is closed. */
    void endWaits() {
        for (Cell<E> cell = first(); cell != null; cell = after(cell)) {
            cell.endWait();
        }
    }
}
