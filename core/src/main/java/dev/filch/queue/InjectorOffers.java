package dev.filch.queue;

import java.util.Collection;
import java.util.Objects;

/**
 * What producers do with an {@link Injector}: they take tickets at the tail, and publish. The algorithm is explained in
 * {@code Injector}.
 *
 * @param <E> the element type
 */
abstract class InjectorOffers<E> extends InjectorEnds<E> {

    static final long STEP = Segment.STEP;

    /** No more tickets than this are taken at once: the more, the longer do consumers wait for the last ones. */
    private static final int MOST_TICKETS = 64;

    InjectorOffers(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
    }

    /**
     * Adds an element at the tail. Waits for nobody; starts again if it was so slow that a consumer gave up on it.
     *
     * @param element what to add
     * @return true; false only if the injector is closed
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if there is no memory for the next segment; the element was not added
     */
    @Override
    public final boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        while (!(closedOpaque() && isClosed())) {
            Segment<E> hint = tailSegmentOpaque();
            long ticket = getAndAddTail(STEP);
            if ((ticket & CLOSED) != 0) {
                // close() may be slow to: the next offers must not take tickets that consumers then have to skip.
                setClosedOpaque();
                return false;
            }
            Segment<E> segment = segmentOf(ticket, hint);
            if (segment != null && segment.casFromNullRelease(ticket, element)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds an element at the tail, as {@link #offer} does.
     *
     * @param element what to add
     * @throws IllegalStateException if the injector is closed
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if there is no memory for the next segment; the element was not added
     */
    public final void push(E element) {
        if (!offer(element)) {
            throw new IllegalStateException("the injector is closed");
        }
    }

    /**
     * Adds an element at the tail, as {@link #push} does.
     *
     * @param element what to add
     * @return true
     * @throws IllegalStateException if the injector is closed
     */
    @Override
    public final boolean add(E element) {
        push(element);
        return true;
    }

    /**
     * Adds elements at the tail, in the order of the array and with nobody else's in between; but if their producer is
     * so slow that a consumer gives up on it, the rest is added further back. One read-modify-write takes the places of
     * up to 64. Waits for nobody.
     *
     * @param elements what to add; the array must not be changed during the call
     * @param from the index of the first one
     * @param to the index behind the last one
     * @return how many were added: fewer than asked for if the injector was closed, or if memory ran out after some
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are no range of the array
     * @throws NullPointerException if the array or one of the elements is null; none was added
     * @throws OutOfMemoryError if there is no memory for the next segment; none was added
     */
    public final int offerAll(E[] elements, int from, int to) {
        Objects.checkFromToIndex(from, to, elements.length);
        for (int i = from; i < to; i++) {
            Objects.requireNonNull(elements[i], "element");
        }
        int next = from;
        while (next < to && !(closedOpaque() && isClosed())) {
            Segment<E> hint = tailSegmentOpaque();
            int count = Math.min(to - next, MOST_TICKETS);
            long ticket = getAndAddTail(count * STEP);
            if ((ticket & CLOSED) != 0) {
                setClosedOpaque();
                break;
            }
            try {
                // All segments first: if there is no memory for one, nothing of this batch has been published.
                segmentOf(ticket + (count - 1) * STEP, hint);
            } catch (OutOfMemoryError e) {
                if (next == from) {
                    throw e;
                }
                break;
            }
            next += publishAll(elements, next, count, ticket, hint);
        }
        return next - from;
    }

    /** Publishes a batch in its order, up to the first whose slot is poisoned. Those behind would overtake that one. */
    private int publishAll(E[] elements, int from, int count, long ticket, Segment<E> hint) {
        Segment<E> segment = hint;
        for (int i = 0; i < count; i++) {
            long position = ticket + i * STEP;
            segment = segmentOf(position, segment);
            if (segment == null || !segment.casFromNullRelease(position, elements[from + i])) {
                return i;
            }
        }
        return count;
    }

    /**
     * Adds all elements of a collection at the tail, as {@link #offerAll} does with an array of them.
     *
     * @param elements what to add, in the order of its iterator
     * @throws NullPointerException if the collection or one of the elements is null; none was added
     * @throws IllegalArgumentException if the collection is this injector
     * @throws IllegalStateException if the injector is closed; the message says how many of the first were added
     * @throws OutOfMemoryError if there is no memory for the next segment; the message says how many of the first were
     *     added, if any were
     */
    public final void pushAll(Collection<? extends E> elements) {
        if (elements == this) {
            throw new IllegalArgumentException("an injector cannot be added to itself");
        }
        @SuppressWarnings("unchecked")
        E[] array = (E[]) elements.toArray();
        int added = offerAll(array, 0, array.length);
        if (added < array.length) {
            String extent = added + " of " + array.length + " were added";
            if (isClosed()) {
                throw new IllegalStateException("the injector is closed: " + extent);
            }
            throw new OutOfMemoryError(extent);
        }
    }

    /**
     * The segment of a ticket, appended if need be; null if all consumers are past it, so that its slot is poisoned.
     */
    final Segment<E> segmentOf(long ticket, Segment<E> hint) {
        Segment<E> segment = hint;
        while (segment.endsBefore(ticket)) {
            Segment<E> next = segment.nextOrAppended();
            if (next == segment) {
                next = headSegmentAcquire();
                if (next.startsAfter(ticket)) {
                    return null;
                }
            }
            segment = next;
        }
        if (segment != hint) {
            weakCasTailSegmentPlain(hint, segment);
        }
        return segment;
    }

    /**
     * Refuses all elements from now on. What is inside can still be taken. Idempotent; lock-free.
     *
     * <p>Once this has returned, {@link Injector#poll} answering null means that nothing will ever come out again.
     */
    public final void close() {
        long tail = tailOpaque();
        while ((tail & CLOSED) == 0 && !casTail(tail, tail | CLOSED)) {
            tail = tailOpaque();
        }
        setClosedOpaque();
    }

    /**
     * Whether {@link #close} has taken effect. If so, every element that was accepted came before, and a
     * {@link Injector#poll} that begins after this returned true and answers null has found the injector empty for
     * good. Wait-free.
     *
     * @return true once closed
     */
    public final boolean isClosed() {
        return (tailVolatile() & CLOSED) != 0;
    }
}
