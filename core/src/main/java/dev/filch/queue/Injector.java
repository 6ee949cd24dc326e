package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/*
 * Source: Andreia Correia and Pedro Ramalhete, "FAAArrayQueue", 2016: producers take tickets with a fetch-and-add.
 * Unlike in that queue, a producer publishes its element with a store instead of a CAS, and consumers wait for it. The
 * closing bit in tail is from Adam Morrison and Yehuda Afek, "Fast concurrent queues for x86 processors", PPoPP 2013.
 *
 * The idea. The slots are in a linked list of arrays, the segments. A producer makes sure that the next segment is
 * there, takes a ticket by a fetch-and-add of tail, and stores its element in the slot of this position. A consumer
 * reads the slot at head. If it finds an element, it claims the element by a CAS of head, and clears the slot. If it
 * finds null, it reads tail, which tells whether the injector is empty or the producer has not finished. A batch claims
 * several published slots of one segment with one CAS. To close the injector, a thread sets the lowest bit of tail. A
 * producer whose fetch-and-add finds this bit gives its ticket back.
 *
 * Positions are even, STEP apart. They wrap around at 2^64, and are compared by difference. Bit 0 of tail is CLOSED.
 *
 * Invariants
 *   I1  head <= tail. Both only grow. Exception: what a producer adds to tail after closing, it subtracts again.
 *   I2  A position before tail has one owner: the producer whose getAndAdd returned it. The owner stores its element
 *       there, or ABANDONED if it runs out of stack. If tail was closed when the ticket was taken, there is no such
 *       position, and the producer gives the ticket back.
 *   I3  head passes a position only after its element, or ABANDONED, was seen there. The thread whose CAS moves head
 *       past an element owns this element.
 *   I4  The segments are linked in the order of their positions, without gaps. headSegment holds head or lies before
 *       it. tailSegment does not lie beyond a ticket that is taken after it was read.
 *   I5  A segment becomes dead, that is, linked to itself, only after headSegment has left it, and so after head has
 *       passed its positions. So the segment of a ticket that is not published is never dead.
 *   I6  A producer takes tickets only if the segments behind its hint have room for as many. So the segment of a ticket
 *       can be missing only if concurrent calls with the same hint took more tickets than that.
 *
 * Linearization points
 *   offer          true: the getAndAdd of tail.  false: the getAndAdd or the read of tail that finds CLOSED.
 *   poll, batches  elements: the CAS of head.  null: the read of tail that finds it at head (I1).
 *   tryPoll, tryPollBatch
 *                  elements: the CAS of head.
 *                  null: the read of the slot, or of the link to the next segment. Head is the same before and after.
 *   close          the CAS that sets CLOSED.
 */

/**
 * An unbounded FIFO queue for many producers and many consumers, in linked segments. It is the entrance to a pool of
 * workers, which take single elements or move whole batches to their own deques. It can be closed.
 *
 * <p><b>Progress.</b> Producers wait for no other thread. Consumers report an empty injector only if it is empty at one
 * instant during the call. So they may wait for a stalled producer: one that has taken its ticket and has not yet
 * stored its element or, after closing, given its ticket back. A producer normally finishes within a few instructions,
 * but it can be descheduled first. Waiting consumers spin, and yield now and then; producers, {@link #size},
 * {@link #isEmpty} and {@linkplain #iterator iterators} go on. A consumer that stops blocks no thread; only what it has
 * claimed is lost. {@link #tryPoll} and {@link #tryPollBatch} never wait: they also return null if the producer of the
 * oldest element has not finished.
 *
 * <p><b>Order.</b> FIFO, in the order in which producers took their tickets. In particular, the elements of one thread
 * come out in the order in which it added them.
 *
 * <p><b>Happens-before.</b> A thread's actions before it adds an element happen-before the actions of another thread
 * after it takes that element; after a batch, also before the actions of a thread that steals the element from the
 * deque. The actions before the call of {@link #close} that took effect happen-before the actions of other threads
 * after {@link #isClosed} has returned true, or {@link #offer} has returned false.
 *
 * <p><b>Memory.</b> One array slot per element. A segment has 16 to 256 slots, and is dropped when all are used. Slots
 * are cleared when elements are taken, so nothing taken stays reachable. If memory runs out, {@link #offer} throws
 * {@link OutOfMemoryError} and has not added its element; it can be called again. If concurrent calls take more places
 * than a segment has, and there is no memory for the next one, they wait for memory. Consumers need no memory, except
 * for the deque that a batch goes to.
 *
 * <p><b>Stack.</b> If {@link #offer} runs out of stack, it throws {@link StackOverflowError} and has not added its
 * element; consumers skip its place. A thread that runs out of stack in another call, between a claim and its last
 * step, has in effect stopped there: what it has claimed is lost, and consumers wait for ever for the places of an
 * {@link #offerAll}. In a rare case this is also true of an {@code offer}: if, since it began, other threads have taken
 * as many places as a segment has, or have closed the injector.
 *
 * <p><b>The rest of {@link java.util.Collection}.</b> {@link #clear} polls until it finds the injector empty, which may
 * never happen while other threads add elements. {@link #contains}, {@link #toArray()}, streams and the like see what
 * an {@linkplain #iterator iterator} shows. If an element's {@code equals} throws, so does {@code contains}, and
 * nothing has changed. {@link #remove(Object)} and other operations that take elements from the middle are not
 * supported.
 *
 * @param <E> the element type; elements are never null
 */
public final class Injector<E> extends InjectorFields<E> {

    /** The lowest bit of tail. */
    static final long CLOSED = 1;

    /** The maximum number of tickets taken at once. With more, consumers would wait longer for the last ones. */
    private static final int MAX_TICKETS = 64;

    private static final int DEFAULT_BATCH = 32;
    private static final long STEP = Segment.STEP;

    /** Signals that head must be read again. */
    private static final Object MOVED = new Object();

    /** Says that another consumer has taken the oldest element. */
    private static final Object TAKEN = new Object();

    /** Says that the producer of the oldest element has not finished. */
    private static final Object LATE = new Object();

    static {
        linkVarHandles(new Injector<>());
    }

    /** Creates an empty injector. */
    public Injector() {
        this(0);
    }

    /** Starts the positions at an even number, for tests in which they wrap around soon. */
    Injector(long firstPosition) {
        this(firstPosition, Segment.FIRST_LENGTH);
    }

    /** Has a first segment of another length, so that tests come to its end sooner. */
    Injector(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
    }

    /**
     * Uses every accessor once. Linking a VarHandle allocates memory, which must not run out between a claim and its
     * last step.
     */
    private static void linkVarHandles(Injector<Object> injector) {
        for (int i = 0; i <= Segment.FIRST_LENGTH; i++) {
            injector.offer(injector);
        }
        injector.stealBatchWithLimit(WorkDeque.fifo(), 2);
        while (injector.poll() != null) {
            // Up to the second segment.
        }
        injector.pushAll(List.of(injector, injector));
        injector.poll();
        injector.poll();
        // Closes it but leaves the hint unset, so that the offer takes a ticket and gives it back.
        injector.casTail(injector.tailOpaque(), injector.tailOpaque() | CLOSED);
        injector.offer(injector);
    }

    // Producers.

    /**
     * Adds an element at the tail. Waits for no other thread, and for memory only as described for {@link Injector}.
     *
     * <p>An accepted element is published by a volatile read-modify-write of tail, and a later volatile read of this
     * thread is ordered behind it. So if this read misses the volatile write of a consumer that is about to sleep, a
     * {@link #poll} or {@link #isEmpty} that this consumer calls after its write finds the element, unless it was
     * taken. {@link #tryPoll} may still miss it: its slot is written after tail.
     *
     * @param element what to add
     * @return true; false only if the injector is closed
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if there is no memory for the next segment; the element was not added
     * @throws StackOverflowError if there is too little stack left; the element was not added
     */
    @Override
    public boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        if (closedOpaque() && isClosed()) {
            return false;
        }
        Segment<E> hint = tailSegmentOpaque();
        Segment<E> start = hint;
        Segment<E> second = start.nextOpaque();
        // Both segments are known before the ticket is taken, so that an offer without stack knows where its slot is.
        while (second == null || second == start) {
            start = startFor(start, 1);
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
            // Consumers must skip this position. With no stack left, no call would succeed, so the stores are here.
            // They are plain, as they publish no other memory. The scenarios with an x explore what follows.
            Segment<E> segment = ticket - start.end < 0 ? start : second;
            if (ticket - segment.end < 0) {
                // The hint must keep up: if every offer overflowed here, their tickets would leave both segments.
                tailSegment = segment;
                segment.slots[(int) (ticket - segment.start >>> Segment.STEP_SHIFT)] = Segment.ABANDONED;
            }
            throw full;
        }
    }

    /**
     * The segment from which to search for those of the next tickets. Those segments are appended first, so that no
     * ticket is taken without memory for them. It is the hint, unless the consumers have overtaken it.
     */
    private Segment<E> startFor(Segment<E> hint, int tickets) {
        Segment<E> start = hint;
        while (!start.appendSegments(tickets)) {
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
     * Subtracts tickets of a closed injector from tail: consumers would wait for them. The hint keeps the next offers
     * from taking any.
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
    public void push(E element) {
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
    public boolean add(E element) {
        push(element);
        return true;
    }

    /**
     * Adds elements at the tail, in the order of the array. Up to 64 of them are added with one read-modify-write,
     * without elements of other threads in between. Waits for no other thread, and for memory only as described for
     * {@link Injector}.
     *
     * @param elements what to add: the contents of the array when the call begins
     * @param from the index of the first element
     * @param to the index behind the last element
     * @return how many were added: fewer than requested if the injector was closed, or if memory ran out after some
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are not a range of the array
     * @throws NullPointerException if the array or one of the elements is null; none was added
     * @throws OutOfMemoryError if there is no memory for a copy of them, or for the next segment; none was added
     */
    public int offerAll(E[] elements, int from, int to) {
        Objects.checkFromToIndex(from, to, elements.length);
        // A copy: if another thread wrote null to the array, consumers would wait for ever.
        Object[] batch = new Object[to - from];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = Objects.requireNonNull(elements[from + i], "element");
        }
        int added = 0;
        while (added < batch.length && !(closedOpaque() && isClosed())) {
            Segment<E> hint = tailSegmentOpaque();
            int count = Math.min(batch.length - added, MAX_TICKETS);
            Segment<E> start;
            try {
                start = startFor(hint, count);
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

    /** Stores elements to the slots of consecutive tickets, and returns the segment of the last one. */
    @SuppressWarnings("unchecked")
    private Segment<E> publishAll(Object[] batch, int from, int count, long ticket, Segment<E> start) {
        Segment<E> segment = start;
        int next = 0;
        while (next < count) {
            segment = segmentOf(ticket + next * STEP, segment);
            int run = Math.min(count - next, segment.slotsFrom(ticket + next * STEP));
            // The last element first: a consumer that waits for the first one then finds all of them.
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
     * @throws OutOfMemoryError if there is no memory for the next segment; if some were added, the message says how
     *     many of the first
     */
    public void pushAll(Collection<? extends E> elements) {
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

    /** Avoids concatenation: linking it may need more memory than is left after the batch was copied. */
    private static String extent(int added, int count) {
        return new StringBuilder(40).append(added).append(" of ").append(count).append(" were added").toString();
    }

    /** The segment of a ticket that is not published yet. Appends it if it is missing. */
    Segment<E> segmentOf(long ticket, Segment<E> start) {
        Segment<E> segment = start;
        while (segment.endsBefore(ticket)) {
            Segment<E> next = nextOf(segment);
            segment = next == segment ? headSegmentAcquire() : next;
        }
        return segment;
    }

    /**
     * The next segment, or this one if it is dead. It was appended before the ticket was taken, unless concurrent calls
     * took more tickets than each of them had appended slots for (I6). In this case, if there is no memory for it, the
     * ticket's owner tries until there is: consumers wait for the owner, so it must not leave.
     */
    private static <E> Segment<E> nextOf(Segment<E> segment) {
        int spins = 0;
        while (true) {
            try {
                return segment.nextOrAppended();
            } catch (OutOfMemoryError noMemory) {
                spins = awaitMemory(spins);
            }
        }
    }

    /** Waits a moment. Even this may need memory when it first runs. */
    private static int awaitMemory(int spins) {
        try {
            return Backoff.awaitPeer(spins);
        } catch (OutOfMemoryError noMemory) {
            Thread.onSpinWait();
            return spins;
        }
    }

    /**
     * Refuses all elements from now on. Elements inside can still be taken. Idempotent; lock-free.
     *
     * <p>Once this has returned, a null from {@link #poll} means that no element will ever come out again. The actions
     * of the first caller before this call happen-before the actions of other threads after they have seen the injector
     * closed.
     */
    public void close() {
        long tail = tailOpaque();
        while ((tail & CLOSED) == 0 && !casTail(tail, tail | CLOSED)) {
            tail = tailOpaque();
        }
        setClosedOpaque();
    }

    /**
     * Whether {@link #close} has taken effect. If so, every accepted element was added before. If a {@link #poll}
     * begins after this has returned true, and returns null, the injector is empty for good. Wait-free.
     *
     * @return true once closed
     */
    public boolean isClosed() {
        return (tailVolatile() & CLOSED) != 0;
    }

    // Consumers.

    /**
     * Takes the element at the head. May wait for a stalled producer.
     *
     * @return the oldest element, or null if the injector was empty at some instant during the call
     */
    @Override
    public E poll() {
        return take(null, 1, 1);
    }

    /**
     * Moves up to half of the elements, at most 32, to a deque. As {@link #stealBatchWithLimit} with a limit of 32.
     *
     * @param destination a deque that the calling thread owns
     * @return how many were moved; 0 only if the injector was empty at some instant during the call
     */
    public int stealBatch(WorkDeque<E> destination) {
        return stealBatchWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Moves up to half of the elements (one of one, two of three) to a deque, with one read-modify-write of head. The
     * deque's owner pops them in FIFO order, on lifo and fifo deques alike. May wait for a stalled producer.
     *
     * @param destination a deque that the calling thread owns
     * @param limit the maximum number of elements to move
     * @return how many were moved; 0 only if the injector was empty at some instant during the call
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the deque cannot grow; nothing was moved
     */
    public int stealBatchWithLimit(WorkDeque<E> destination, int limit) {
        long before = destination.ownerBottom();
        WorkDeque.checkLimit(limit);
        take(destination, limit, 0);
        return destination.addedSince(before);
    }

    /**
     * Takes the oldest element and moves others to a deque. As {@link #stealBatchAndPopWithLimit} with a limit of 32.
     *
     * @param destination a deque that the calling thread owns
     * @return the oldest element, or null if the injector was empty at some instant during the call
     */
    public E stealBatchAndPop(WorkDeque<E> destination) {
        return stealBatchAndPopWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Takes the oldest element and moves those behind it to a deque, together up to half of the elements. Otherwise as
     * {@link #stealBatchWithLimit}.
     *
     * @param destination a deque that the calling thread owns
     * @param limit the maximum number of elements to take, including the one that is returned
     * @return the oldest element, or null if the injector was empty at some instant during the call
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the deque cannot grow; nothing was taken
     */
    public E stealBatchAndPopWithLimit(WorkDeque<E> destination, int limit) {
        Objects.requireNonNull(destination, "destination");
        WorkDeque.checkLimit(limit);
        return take(destination, limit, 1);
    }

    /**
     * Claims elements: one if there is no destination, otherwise up to half of them. Tries again until it has claimed
     * some or finds the injector empty. Moves them to the destination, except the first if {@code popped} is 1. A batch
     * is claimed here and not by {@link #claim}, because the compiler of JDK 17 then makes the move 8 % faster.
     *
     * @return the first element, or null if the injector is empty
     */
    private E take(WorkDeque<E> destination, int limit, int popped) {
        int pause = Backoff.START;
        int races = 0;
        int spins = 0;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = itemAt(segment, position);
            if (item == null) {
                return null;
            }
            if (item == LATE) {
                spins = Backoff.awaitPeer(spins);
            } else if (item == TAKEN) {
                races = Backoff.yieldOnce(races);
            } else if (item != MOVED) {
                if (destination == null) {
                    if (claimOne(segment, position)) {
                        return element(item);
                    }
                } else {
                    int count = publishedFrom(segment, position, atMostHalf(segment, position, limit));
                    destination.ensureCapacity(count);
                    if (casHead(position, position + count * STEP)) {
                        moveTo(destination, segment, position, count, popped);
                        return element(item);
                    }
                }
                pause = Backoff.pause(pause);
            }
        }
    }

    /** Up to half of the elements, but only those in the segment of head. */
    private int atMostHalf(Segment<E> segment, long position, int limit) {
        long size = (tailVolatile() & ~CLOSED) - position;
        long max = Math.min(limit, (size / STEP + 1) / 2);
        return (int) Math.min(max, segment.slotsFrom(position));
    }

    /**
     * Claims published elements from head on, and clears their slots. Moves the elements to a deque, except the first
     * if {@code popped} is 1.
     *
     * @return false if another consumer was faster
     */
    private boolean claim(Segment<E> segment, long position, int count, int popped, WorkDeque<E> destination) {
        int moved = count - popped;
        if (moved == 0) {
            return claimOne(segment, position);
        }
        destination.ensureCapacity(moved);
        if (!casHead(position, position + count * STEP)) {
            return false;
        }
        moveTo(destination, segment, position, count, popped);
        return true;
    }

    private boolean claimOne(Segment<E> segment, long position) {
        if (!casHead(position, position + STEP)) {
            return false;
        }
        segment.clearRelease(position);
        return true;
    }

    /** Moves claimed elements to a deque, except the first if {@code popped} is 1, and clears the slots of all. */
    private void moveTo(WorkDeque<E> destination, Segment<E> segment, long position, int count, int popped) {
        int moved = count - popped;
        for (int i = 0; i < moved; i++) {
            E claimed = element(segment.claimedPlain(position + (popped + i) * STEP));
            destination.stage(i, moved, claimed);
        }
        for (int i = 0; i < count; i++) {
            segment.clearRelease(position + i * STEP);
        }
        destination.publishStaged(moved, moved);
    }

    /** How many slots from head on are published, one at least. */
    private static <E> int publishedFrom(Segment<E> segment, long position, int max) {
        int count = 1;
        while (count < max && segment.isPublished(position + count * STEP)) {
            count++;
        }
        return count;
    }

    /**
     * Makes one attempt to take the element at the head. Waits for no other thread. It does not read tail, whose cache
     * line producers write with each element, so null does not mean that the injector is empty. A consumer that gets
     * null and is about to sleep must call {@link #poll} or {@link #isEmpty}.
     *
     * <p>Lock-free. It starts again only at the end of a segment, and at a place that an {@link #offer} has abandoned.
     *
     * @param ifContended what to return if another consumer was faster; may be null
     * @return the oldest element; null if there was none, or if its producer had not finished; or {@code ifContended}
     */
    public E tryPoll(E ifContended) {
        return tryTake(null, 1, ifContended);
    }

    /**
     * Makes one attempt to take the element at the head and to move those behind it to a deque, with one
     * read-modify-write of head. Otherwise as {@link #tryPoll}. Takes only consecutive published elements of one
     * segment.
     *
     * @param destination a deque that the calling thread owns
     * @param limit the maximum number of elements to take, including the one that is returned
     * @param ifContended what to return if another consumer was faster, in which case nothing is moved; may be null
     * @return the oldest element; null if there was none, or if its producer had not finished; or {@code ifContended}
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the deque cannot grow; nothing was taken
     */
    public E tryPollBatch(WorkDeque<E> destination, int limit, E ifContended) {
        Objects.requireNonNull(destination, "destination");
        WorkDeque.checkLimit(limit);
        return tryTake(destination, limit, ifContended);
    }

    private E tryTake(WorkDeque<E> destination, int limit, E ifContended) {
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            if (!segment.endsBefore(position)) {
                Object item = segment.itemAcquire(position);
                if (item == null) {
                    return headAcquire() == position ? null : ifContended;
                }
                if (item != Segment.ABANDONED) {
                    int count = publishedFrom(segment, position, Math.min(limit, segment.slotsFrom(position)));
                    return claim(segment, position, count, 1, destination) ? element(item) : ifContended;
                }
                // Skips the abandoned place.
                claimOne(segment, position);
            } else if (!leave(segment)) {
                return null;
            }
        }
    }

    /**
     * Returns the element at the head and leaves it there. May wait for a stalled producer.
     *
     * @return the oldest element, or null if the injector was empty at some instant during the call
     */
    @Override
    public E peek() {
        int spins = 0;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = itemAt(segment, position);
            if (item == null) {
                return null;
            }
            if (item == LATE) {
                spins = Backoff.awaitPeer(spins);
            } else if (item != MOVED && item != TAKEN && headAcquire() == position) {
                return element(item);
            }
        }
    }

    /** The element at head; null if the injector is empty; or {@link #MOVED}, {@link #TAKEN} or {@link #LATE}. */
    private Object itemAt(Segment<E> segment, long position) {
        if (segment.endsBefore(position)) {
            if (leave(segment)) {
                return MOVED;
            }
            return isTail(position) ? null : LATE;
        }
        Object item = segment.itemAcquire(position);
        if (item == null) {
            Backoff.pauseOnce();
            item = segment.itemAcquire(position);
        }
        if (item == Segment.ABANDONED) {
            // Skips the abandoned place.
            claimOne(segment, position);
            return MOVED;
        }
        if (item != null) {
            return item;
        }
        if (isTail(position)) {
            return null;
        }
        return headAcquire() == position ? LATE : TAKEN;
    }

    /** Moves headSegment on from a segment that is used up; false if there is no next one yet. */
    private boolean leave(Segment<E> segment) {
        Segment<E> next = segment.nextOpaque();
        if (next == null) {
            return false;
        }
        if (next != segment && weakCasHeadSegmentRelease(segment, next)) {
            segment.setNextToSelfOpaque();
        }
        return true;
    }

    private boolean isTail(long position) {
        return (tailVolatile() & ~CLOSED) == position;
    }

    /**
     * The number of elements, including those whose producers have not finished, those that are about to be refused,
     * and places that an {@link #offer} has abandoned. Wait-free. Exact while no other thread uses the injector and no
     * place is abandoned, otherwise an estimate.
     *
     * @return the size, or {@link Integer#MAX_VALUE} if it is larger
     */
    @Override
    public int size() {
        long head = headAcquire();
        long size = ((tailOpaque() & ~CLOSED) - head) / STEP;
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /**
     * How many elements were added since the injector was created, whether or not they were taken since. Includes those
     * whose producers have not finished, those that are about to be refused, and places that an {@link #offer} has
     * abandoned. Wait-free. If a thread has seen that an element was taken, that element counts.
     *
     * @return their number
     */
    public long added() {
        return tailOpaque() >>> Segment.STEP_SHIFT;
    }

    /**
     * Whether the injector was empty at some instant during the call. An element whose offer has begun may count, even
     * if it is about to be refused. So does a place that an {@link #offer} has abandoned. Wait-free.
     *
     * @return true if there is no element
     */
    @Override
    public boolean isEmpty() {
        return isTail(headVolatile());
    }

    /**
     * Iterates from head to tail. Weakly consistent; waits for no other thread. The iterator never throws
     * {@link java.util.ConcurrentModificationException}. It shows each element at most once and in order. It omits
     * elements that are taken before it reaches them. It ends where tail was when the iterator was created. It cannot
     * remove. It keeps the element that it will show next reachable.
     *
     * @return a new iterator
     */
    @Override
    public Iterator<E> iterator() {
        return new InjectorIterator<>(this);
    }

    @SuppressWarnings("unchecked")
    private E element(Object item) {
        return (E) item;
    }

    /** Follows the segments. Where the consumers have overtaken it, goes on to head. */
    private static final class InjectorIterator<E> extends LookingAhead<E> {

        private final Injector<E> injector;
        private final long end;
        private Segment<E> segment;
        private long position;

        InjectorIterator(Injector<E> injector) {
            this.injector = injector;
            segment = injector.headSegmentAcquire();
            position = injector.headAcquire();
            end = injector.tailOpaque() & ~CLOSED;
            begin();
        }

        @Override
        @SuppressWarnings("unchecked")
        E advance() {
            while (end - position > 0 && reachSegment()) {
                Object item = segment.itemAcquire(position);
                position += STEP;
                if (item != null && item != Segment.ABANDONED) {
                    return (E) item;
                }
            }
            return null;
        }

        /** Goes to the segment of the position, or on to head if that is further; false at the end of the list. */
        private boolean reachSegment() {
            while (segment.endsBefore(position)) {
                Segment<E> following = segment.nextOpaque();
                if (following == null) {
                    return false;
                }
                if (following == segment) {
                    following = injector.headSegmentAcquire();
                    if (following.startsAfter(position)) {
                        position = following.start();
                    }
                }
                segment = following;
            }
            return end - position > 0;
        }
    }
}
