package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Iterator;
import java.util.Objects;

/*
 * Source: the FAA array queue of Andreia Correia and Pedro Ramalhete, "FAAArrayQueue", 2016: producers take tickets
 * with a fetch-and-add and publish with a compare-and-set, so that a late producer can be overtaken. Consumers differ:
 * they claim with a compare-and-set of the head, one position or a batch, after they have seen what is there. The
 * closing bit in the tail is from Adam Morrison and Yehuda Afek, "Fast concurrent queues for x86 processors", 2013.
 *
 * Positions are even and STEP apart, wrap around at 2^64, and are compared by difference. Bit 0 of tail is CLOSED.
 *
 * Invariants
 *   I1  head and tail only grow, and head is never beyond tail.
 *   I2  A position below tail has one owner, the producer whose getAndAdd returned it. Its slot gets either that
 *       producer's element or POISON, by a CAS from null, and not both. If tail was closed when the ticket was taken,
 *       its slot stays null until it is poisoned; so it does if the producer failed to allocate the segment.
 *   I3  head passes a position only after its slot was seen not null. Who moves head past an element owns that element.
 *   I4  The segments are linked in the order of their positions, without gaps. headSegment holds or precedes head, and
 *       tailSegment never lies beyond a ticket that is taken after it was read.
 *   I5  A segment is linked to itself only after headSegment has left it, so after all its positions were passed.
 *   I6  A slot that was poisoned before its element came stays poisoned.
 *
 * Linearization points
 *   offer true: the getAndAdd of tail that the element is published with. offer false: the getAndAdd or the read of tail
 *   that finds CLOSED. poll, batch: the CAS of head. null: the read of tail that finds it at head (I1). close:
 *   the CAS that sets CLOSED.
 *
 * Access                     mode      why not weaker                        test that fails otherwise
 * getAndAddTail              volatile  in one order with the empty test:     StoreBufferingScenario:false,offer-poll
 *                                      what a done offer put in must be
 *                                      seen by a later poll, and by a
 *                                      worker about to go to sleep
 * tailVolatile               volatile  the empty test: in one order with     StoreBufferingScenario:false,offer-poll
 *                                      getAndAddTail
 * tailOpaque                 opaque    close: a start for the CAS; size,     InjectorScenario:0,1,0,oo,c
 *                                      iterator: an estimate
 * casTail                    volatile  close: in one order with isClosed of  StoreBufferingScenario:false,close-isClosed
 *                                      others
 * headAcquire                acquire   the tickets and segments this head    InjectorScenario:0,2,0,o,p,s
 *                                      stands on come with it, so that a
 *                                      tail read later is no older than it
 * headVolatile               volatile  isEmpty: an answer "not empty" is in  StoreBufferingScenario:false,poll-isEmpty
 *                                      one order with the claims
 * casHead                    volatile  a claim is in one order with isEmpty  StoreBufferingScenario:false,poll-isEmpty
 *                                      of others
 * headSegmentAcquire         acquire   a head read later is not before its   InjectorScenario:0,1,2,pp,p
 *                                      start
 * weakCasHeadSegmentRelease  release   hands on that the head has left the   InjectorScenario:0,1,2,pp,p
 *                                      segment before; a spurious failure
 *                                      is tried again
 * tailSegmentOpaque          opaque    a hint. It stays in front of          InjectorScenario:0,1,1,o,o,p
 *                                      getAndAddTail (I4), which is a
 *                                      release; a segment's fields are
 *                                      final
 * weakCasTailSegmentPlain    plain     a hint, which may fail spuriously;    (no weaker form)
 *                                      atomic all the same
 * closedOpaque               opaque    a hint: who finds it set asks         InjectorScenario:0,1,0,oo,c
 *                                      isClosed
 * setClosedOpaque            opaque    a hint                                InjectorScenario:0,1,0,oo,c
 * itemAcquire                acquire   before the element's contents are     InjectorScenario:0,1,0,o,p
 *                                      read
 * casFromNullRelease         release   a CAS, since a consumer may poison;   InjectorScenario:0,1,0,o,p
 *                                      the element's contents
 * weakCasToPoisonRelease     release   who passes the slot did not read      InjectorScenario:0,2,0,t,p,p,s
 *                                      tail itself, and must not hand on a
 *                                      head beyond the tail that others
 *                                      still see (I1)
 * claimedOpaque              opaque    read with acquire before. A late      InjectorScenario:0,2,2,B,p
 *                                      consumer may poison the slot once it
 *                                      is cleared: a plain read would race
 *                                      with that
 * clearOpaque                opaque    late readers of the slot fail to      InjectorScenario:0,2,2,k,pp
 *                                      claim it; it carries nothing
 * nextOpaque                 opaque    a segment's fields are final, and     InjectorScenario:0,1,0,o,p
 *                                      its slots speak for themselves
 * casNextFromNullRelease     release   opaque would do, as for nextOpaque;   (no weaker form)
 *                                      the JDK has no weaker strong CAS
 *                                      that tells what it found
 * setNextToSelfOpaque        opaque    who meets a dead segment reads        InjectorScenario:0,1,0,o,p
 *                                      headSegment until it lies beyond it
 *                                      (I5)
 */

/**
 * An unbounded FIFO queue for many producers and many consumers, in linked segments: the entrance to a pool of workers,
 * who take single elements or move whole batches into deques of their own. It can be closed.
 *
 * <p><b>Progress.</b> Nobody waits for a stalled peer: a consumer that finds the oldest element's producer slow gives
 * it some microseconds, then makes its slot unusable, and that producer starts again at the tail. {@link #poll} and the
 * batches are lock-free in this sense; a producer can be overtaken again and again only if it is slow each time.
 * Consumers say "empty" only when that is true at one instant during the call.
 *
 * <p><b>Order.</b> FIFO in the order in which producers took their tickets; in particular what one thread offers comes
 * out in that order.
 *
 * <p><b>Happens-before.</b> What a thread did before it put an element in happens-before what another thread does after
 * it took that element out; for a batch, also before what it does after it has stolen an element from the deque.
 *
 * <p><b>Memory.</b> One array slot per element; a segment holds 16 to 256 elements and is dropped once it is used up.
 * Slots are cleared as elements are taken, so that nothing taken stays reachable. If memory runs out, {@link #offer}
 * throws {@link OutOfMemoryError} and has not added its element; a consumer may throw it too, having taken nothing.
 * Both can be called again.
 *
 * <p>{@link #remove(Object)} and the other operations that take elements from the middle are not supported.
 *
 * @param <E> the element type; elements are never null
 */
public final class Injector<E> extends InjectorOffers<E> {

    private static final int DEFAULT_BATCH = 32;

    /** Says that the head is to be read again. */
    private static final Object MOVED = new Object();

    static {
        // Links the accesses now: that needs memory, which must not run out between a claim and what belongs to it.
        Injector<Object> trial = new Injector<>();
        for (int i = 0; i <= Segment.FIRST_LENGTH; i++) {
            trial.offer(trial);
        }
        trial.stealBatchWithLimit(WorkDeque.fifo(), 2);
        while (trial.poll() != null) {
            // Up to the second segment.
        }
    }

    /** Creates an empty injector. */
    public Injector() {
        this(0);
    }

    /** With positions that start at an even number: tests start them shortly before they wrap around. */
    Injector(long firstPosition) {
        this(firstPosition, Segment.FIRST_LENGTH);
    }

    /** With another length of the first segment, so that tests come to its end sooner. */
    Injector(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
    }

    /**
     * Takes the element at the head. Lock-free.
     *
     * @return the oldest element, or null if the injector was empty at some instant during the call
     * @throws OutOfMemoryError if a producer ran out of memory before, and there is still too little
     */
    @Override
    public E poll() {
        int pauses = Backoff.START;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = settledItem(segment, position);
            if (item == null) {
                return null;
            }
            if (item == MOVED) {
                continue;
            }
            if (!casHead(position, position + STEP)) {
                pauses = Backoff.pause(pauses);
            } else if (item != Segment.POISON) {
                segment.clearOpaque(position);
                return element(item);
            }
        }
    }

    /**
     * Looks at the element at the head and leaves it there. Lock-free.
     *
     * @return the oldest element, or null if the injector was empty at some instant during the call
     * @throws OutOfMemoryError as {@link #poll} does
     */
    @Override
    public E peek() {
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = settledItem(segment, position);
            if (item == null) {
                return null;
            }
            if (item == Segment.POISON) {
                casHead(position, position + STEP);
            } else if (item != MOVED && headAcquire() == position) {
                return element(item);
            }
        }
    }

    /**
     * What stands at the head: an element or {@link Segment#POISON}; null if the injector is empty; {@link #MOVED} if
     * this call had to do something first, and the head must be read again.
     */
    private Object settledItem(Segment<E> segment, long position) {
        if (segment.endsBefore(position)) {
            if (segment.nextOpaque() == null && isTail(position)) {
                return null;
            }
            leave(segment);
            return MOVED;
        }
        Object item = segment.itemAcquire(position);
        if (item == null) {
            Backoff.pauseOnce();
            item = segment.itemAcquire(position);
        }
        if (item != null) {
            return item;
        }
        if (isTail(position)) {
            return null;
        }
        segment.awaitOrPoison(position);
        return MOVED;
    }

    /** Moves headSegment on from a segment that is used up. */
    private void leave(Segment<E> segment) {
        Segment<E> next = segment.nextOrAppended();
        if (next != segment && weakCasHeadSegmentRelease(segment, next)) {
            segment.setNextToSelfOpaque();
        }
    }

    private boolean isTail(long position) {
        return (tailVolatile() & ~CLOSED) == position;
    }

    /**
     * Moves up to half of the elements, at most 32, into a deque. As {@link #stealBatchWithLimit} with a limit of 32.
     *
     * @param destination a deque that the calling thread owns
     * @return how many were moved; 0 only if the injector was empty at some instant during the call
     */
    public int stealBatch(WorkDeque<E> destination) {
        return stealBatchWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Moves up to half of the elements (one of one, two of three) into a deque, with a single read-modify-write of the
     * head, so that the deque's owner pops them in FIFO order whichever end it pops from. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @param limit how many to move at the most
     * @return how many were moved; 0 only if the injector was empty at some instant during the call
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the deque cannot grow; nothing was moved
     */
    public int stealBatchWithLimit(WorkDeque<E> destination, int limit) {
        long before = destination.ownerBottom();
        stealBatch(destination, limit, false);
        return destination.addedSince(before);
    }

    /**
     * Takes the oldest element and moves others into a deque. As {@link #stealBatchAndPopWithLimit} with a limit of 32.
     *
     * @param destination a deque that the calling thread owns
     * @return the oldest element, or null if the injector was empty at some instant during the call
     */
    public E stealBatchAndPop(WorkDeque<E> destination) {
        return stealBatchAndPopWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Takes the oldest element, and moves those after it into a deque, altogether up to half of the elements. Otherwise
     * as {@link #stealBatchWithLimit}.
     *
     * @param destination a deque that the calling thread owns
     * @param limit how many to take at the most, with the one that is returned
     * @return the oldest element, or null if the injector was empty at some instant during the call
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the deque cannot grow; nothing was taken
     */
    public E stealBatchAndPopWithLimit(WorkDeque<E> destination, int limit) {
        Objects.requireNonNull(destination, "destination");
        return stealBatch(destination, limit, true);
    }

    private E stealBatch(WorkDeque<E> destination, int limit, boolean pop) {
        WorkDeque.checkLimit(limit);
        int pauses = Backoff.START;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = settledItem(segment, position);
            if (item == null) {
                return null;
            }
            if (item == MOVED) {
                continue;
            }
            int count = publishedFrom(segment, position, limit);
            destination.reserve(count);
            if (!casHead(position, position + count * STEP)) {
                pauses = Backoff.pause(pauses);
                continue;
            }
            E first = null;
            int moving = pop ? count - 1 : count;
            int staged = 0;
            for (long p = position; p != position + count * STEP; p += STEP) {
                Object claimed = segment.claimedOpaque(p);
                if (claimed == Segment.POISON) {
                    continue;
                }
                segment.clearOpaque(p);
                if (pop && first == null) {
                    first = element(claimed);
                } else {
                    destination.stage(staged++, moving, element(claimed));
                }
            }
            destination.publishStaged(staged, moving);
            if (first != null || staged > 0) {
                return first;
            }
        }
    }

    /** How many slots from the head on, the first of which is settled, may be claimed at once. */
    private int publishedFrom(Segment<E> segment, long position, int limit) {
        long size = (tailVolatile() & ~CLOSED) - position;
        long most = Math.min(limit, (size / STEP + 1) / 2);
        most = Math.min(most, segment.slotsFrom(position));
        int count = 1;
        while (count < most && segment.itemAcquire(position + count * STEP) != null) {
            count++;
        }
        return count;
    }

    /**
     * The number of elements, counting those whose producers have not finished and those that gave up for want of
     * memory. Wait-free; exact while nobody else is at work, otherwise an estimate.
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
     * Whether the injector is empty at some instant during the call. An element whose offer has begun may count.
     * Wait-free.
     *
     * @return true if there is no element
     */
    @Override
    public boolean isEmpty() {
        return isTail(headVolatile());
    }

    /**
     * Iterates from head to tail. Waits for nobody, weakly consistent: it never throws
     * {@link java.util.ConcurrentModificationException}, shows each element at most once and in order, leaves out those
     * that are taken before it comes to them, and ends at the tail as it was when the iterator was made. It does not
     * remove.
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
}
