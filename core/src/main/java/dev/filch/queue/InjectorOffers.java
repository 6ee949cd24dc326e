package dev.filch.queue;

import dev.filch.internal.Backoff;
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
     * Adds an element at the tail. Waits for no other thread; for memory only as {@link Injector} says.
     *
     * <p>An accepted element is published by a volatile read-modify-write of the tail: a later volatile read of this
     * thread is ordered behind it. If that read misses the volatile write of a consumer that is about to sleep, then
     * {@link Injector#poll} and {@link Injector#isEmpty}, called after that write, find the element unless it was
     * taken. {@link Injector#tryPoll} may still miss it: its slot is written after the tail.
     *
     * @param element what to add
     * @return true; false only if the injector is closed
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if there is no memory for the next segment; the element was not added
     * @throws StackOverflowError if there is too little stack left; the element was not added
     */
    @Override
    public final boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        if (closedOpaque() && isClosed()) {
            return false;
        }
        Segment<E> hint = tailSegmentOpaque();
        Segment<E> start = hint;
        Segment<E> second = start.nextOpaque();
        // Both are known before the ticket is taken, so that an offer that runs out of stack knows where its slot is.
        while (second == null || second == start) {
            start = reserved(start, 1);
            second = start.nextOpaque();
        }
        long ticket = getAndAddTail(STEP);
        try {
            if ((ticket & CLOSED) != 0) {
                giveBack(1);
                return false;
            }
            Segment<E> segment = segmentOf(ticket, start);
            moveHint(hint, segment);
            segment.setItemRelease(ticket, element);
            return true;
        } catch (StackOverflowError full) {
            // Tells consumers to skip this position. The stores are plain, because they publish no other memory, and are
            // made here, because no call would succeed on a full stack. The scenarios with an x explore what follows.
            Segment<E> segment = ticket - start.end < 0 ? start : second;
            if (ticket - segment.end < 0) {
                // The hint must keep up: if each offer overflowed here, their tickets would leave both segments.
                tailSegment = segment;
                segment.slots[(int) (ticket - segment.start >>> Segment.STEP_SHIFT)] = Segment.ABANDONED;
            }
            throw full;
        }
    }

    /**
     * Where to look for the next tickets' segments: no ticket is taken while there is no memory for them. That is the
     * hint, unless the consumers have overtaken it.
     */
    private Segment<E> reserved(Segment<E> hint, int tickets) {
        Segment<E> start = hint;
        while (!start.reserve(tickets)) {
            start = headSegmentAcquire();
        }
        return start;
    }

    private void moveHint(Segment<E> hint, Segment<E> segment) {
        if (segment != hint) {
            weakCasTailSegmentPlain(hint, segment);
        }
    }

    /**
     * Moves the tail back to where the injector was closed: consumers would wait for tickets that were taken later. The
     * next offers shall not take any.
     */
    private void giveBack(int tickets) {
        setClosedOpaque();
        getAndAddTail(-tickets * STEP);
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
     * Adds elements at the tail, in the order of the array; up to 64 of them with nobody else's in between, and with
     * one read-modify-write. Waits for no other thread; for memory only as {@link Injector} says.
     *
     * @param elements what to add: what is in the array when the call begins
     * @param from the index of the first one
     * @param to the index behind the last one
     * @return how many were added: fewer than asked for if the injector was closed, or if memory ran out after some
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are no range of the array
     * @throws NullPointerException if the array or one of the elements is null; none was added
     * @throws OutOfMemoryError if there is no memory for a copy of them, or for the next segment; none was added
     */
    public final int offerAll(E[] elements, int from, int to) {
        Objects.checkFromToIndex(from, to, elements.length);
        // A copy: consumers would wait for ever for a null that others write into the array.
        Object[] batch = new Object[to - from];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = Objects.requireNonNull(elements[from + i], "element");
        }
        int added = 0;
        while (added < batch.length && !(closedOpaque() && isClosed())) {
            Segment<E> hint = tailSegmentOpaque();
            int count = Math.min(batch.length - added, MOST_TICKETS);
            Segment<E> start;
            try {
                start = reserved(hint, count);
            } catch (OutOfMemoryError e) {
                if (added == 0) {
                    throw e;
                }
                break;
            }
            long ticket = getAndAddTail(count * STEP);
            if ((ticket & CLOSED) != 0) {
                giveBack(count);
                break;
            }
            moveHint(hint, publishAll(batch, added, count, ticket, start));
            added += count;
        }
        return added;
    }

    @SuppressWarnings("unchecked")
    private Segment<E> publishAll(Object[] batch, int from, int count, long ticket, Segment<E> start) {
        Segment<E> segment = start;
        int next = 0;
        while (next < count) {
            segment = segmentOf(ticket + next * STEP, segment);
            int run = Math.min(count - next, segment.slotsFrom(ticket + next * STEP));
            // The last one first: consumers who wait for the first one then find all of them.
            for (int i = next + run - 1; i >= next; i--) {
                segment.setItemRelease(ticket + i * STEP, (E) batch[from + i]);
            }
            next += run;
        }
        return segment;
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
            String extent = extent(added, array.length);
            if (isClosed()) {
                throw new IllegalStateException("the injector is closed: " + extent);
            }
            throw new OutOfMemoryError(extent);
        }
    }

    /** Not by concatenation: to link that takes more memory than the copy of a batch has left behind. */
    private static String extent(int added, int count) {
        return new StringBuilder(40).append(added).append(" of ").append(count).append(" were added").toString();
    }

    /** The segment of a ticket that is yet to be published, appended if need be. */
    final Segment<E> segmentOf(long ticket, Segment<E> start) {
        Segment<E> segment = start;
        while (segment.endsBefore(ticket)) {
            Segment<E> next = nextOf(segment);
            segment = next == segment ? headSegmentAcquire() : next;
        }
        return segment;
    }

    /**
     * The next segment, or this one if it is dead. It has been appended before the ticket was taken, unless calls that
     * were under way at the same time took more tickets than each of them had reserved. If in that case there is no
     * memory for it, the ticket's owner tries until there is: consumers wait for it, so it must not go away.
     */
    private static <E> Segment<E> nextOf(Segment<E> segment) {
        int looks = 0;
        while (true) {
            try {
                return segment.nextOrAppended();
            } catch (OutOfMemoryError noMemory) {
                looks = awaitMemory(looks);
            }
        }
    }

    /** Even this may need memory, when the JVM runs it first. */
    private static int awaitMemory(int looks) {
        try {
            return Backoff.awaitPeer(looks);
        } catch (OutOfMemoryError noMemory) {
            Thread.onSpinWait();
            return looks;
        }
    }

    /**
     * Refuses all elements from now on. What is inside can still be taken. Idempotent; lock-free.
     *
     * <p>Once this has returned, {@link Injector#poll} answering null means that nothing will ever come out again. What
     * the first caller did before happens-before what others do after they saw it closed.
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
