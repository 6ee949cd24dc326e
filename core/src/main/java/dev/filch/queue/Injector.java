package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Iterator;
import java.util.Objects;

/*
 * Source: the FAA array queue of Andreia Correia and Pedro Ramalhete, "FAAArrayQueue", 2016: producers take tickets
 * with a fetch-and-add. They publish with a store, though, not a compare-and-set, and consumers wait for them.
 * Consumers claim with a compare-and-set of the head, one position or a batch, after they have seen what is there. The
 * closing bit in the tail is from Adam Morrison and Yehuda Afek, "Fast concurrent queues for x86 processors", 2013.
 *
 * Positions are even and STEP apart, wrap around at 2^64, and are compared by difference. Bit 0 of tail is CLOSED.
 *
 * Invariants
 *   I1  head only grows, and is never beyond tail. So does tail, but for what is added to it after it was closed, which
 *       is taken away again by whoever added it.
 *   I2  A position below tail has one owner, the producer whose getAndAdd returned it. The owner stores its element
 *       there, or ABANDONED if it runs out of stack. If tail was closed when the ticket was taken, there is no such
 *       position, and the producer subtracts from tail what it has added.
 *   I3  head passes a position only after its element, or ABANDONED, was seen there. The thread whose CAS moves head
 *       past an element owns that element.
 *   I4  The segments are linked in the order of their positions, without gaps. headSegment holds or precedes head, and
 *       tailSegment never lies beyond a ticket that is taken after it was read.
 *   I5  A segment is linked to itself only after headSegment has left it, so after all its positions were passed. So
 *       the segment of a ticket that is not published is never dead.
 *   I6  A producer takes tickets only when the segments behind its hint have room for as many. So a ticket without a
 *       segment is had only if calls that were under way at the same time, with the same hint, took more than that.
 *
 * Linearization points
 *   offer true: the getAndAdd of tail. offer false: the getAndAdd or the read of tail that finds CLOSED. poll, batch,
 *   tryPoll, tryPollBatch: the CAS of head. null from poll and batch: the read of tail that finds it at head (I1). null
 *   from tryPoll and tryPollBatch: the read of the slot, or of the link to the next segment; both reads of head around
 *   the slot's find the same position. close: the CAS that sets CLOSED.
 *
 * Access                     mode      why not weaker                       test that fails otherwise
 * getAndAddTail              volatile  in one order with the empty test:    StoreBufferingScenario:false,offer-poll
 *                                      what a done offer put in must be
 *                                      seen by a later poll, and by a
 *                                      worker about to go to sleep
 * tailVolatile               volatile  the empty test: in one order with    StoreBufferingScenario:false,offer-poll
 *                                      getAndAddTail
 * tailOpaque                 opaque    close: a start for the CAS; size,    InjectorScenario:0,1,0,oo,c
 *                                      iterator: an estimate
 * casTail                    volatile  close: in one order with isClosed    StoreBufferingScenario:false,close-isClosed
 *                                      of others
 * headAcquire                acquire   the tickets and segments this head   InjectorScenario:0,2,0,o,p,s
 *                                      stands on come with it, so that a
 *                                      tail read later is no older than it
 * headVolatile               volatile  isEmpty: an answer "not empty" is    StoreBufferingScenario:false,poll-isEmpty
 *                                      in one order with the claims
 * casHead                    volatile  a claim is in one order with         StoreBufferingScenario:false,poll-isEmpty
 *                                      isEmpty of others
 * headSegmentAcquire         acquire   a head read later is not before its  InjectorScenario:0,1,2,pp,p
 *                                      start
 * weakCasHeadSegmentRelease  release   hands on that the head has left the  InjectorScenario:0,1,2,pp,p
 *                                      segment before; a spurious failure
 *                                      is tried again
 * tailSegmentOpaque          opaque    a hint. It stays in front of         InjectorScenario:0,1,1,o,o,p
 *                                      getAndAddTail (I4), which is a
 *                                      release; a segment's fields are
 *                                      final
 * weakCasTailSegmentPlain    plain     a hint, which may fail spuriously;   (no weaker form)
 *                                      atomic all the same. It stays behind
 *                                      the getAndAddTail of its ticket, which
 *                                      is an acquire (I4)
 * closedOpaque               opaque    a hint: who finds it set asks        InjectorScenario:0,1,0,oo,c
 *                                      isClosed
 * setClosedOpaque            opaque    a hint                               InjectorScenario:0,1,0,oo,c
 * itemAcquire                acquire   before the element's contents are    InjectorScenario:0,1,0,o,p
 *                                      read, or the head after a null
 * setItemRelease             release   the element's contents               InjectorScenario:0,1,0,o,p
 * claimedPlain               plain     its consumer has seen it, with       (plain)
 *                                      acquire, and owns it
 * clearRelease               release   a tryPoll that reads the null then   InjectorScenario:0,2,2,t,p
 *                                      reads a head beyond this position,
 *                                      and does not report a missing element
 * nextOpaque                 opaque    a segment's fields are final, and    InjectorScenario:0,2,0,o,c,o
 *                                      its slots speak for themselves
 * casNextFromNullRelease     release   opaque would do, as for nextOpaque;  (no weaker form)
 *                                      the JDK has no weaker strong CAS
 *                                      that tells what it found
 * setNextToSelfOpaque        opaque    who meets a dead segment reads       InjectorScenario:0,1,0,a,pp
 *                                      headSegment until it lies beyond it
 *                                      (I5)
 */

/**
 * An unbounded FIFO queue for many producers and many consumers, in linked segments: the entrance to a pool of workers,
 * who take single elements or move whole batches into deques of their own. It can be closed.
 *
 * <p><b>Progress.</b> Producers wait for nobody. Consumers say "empty" only when that is true at one instant during the
 * call. For this they wait for a producer that has taken its place in the order and has not yet put its element there,
 * or, if it came after closing, has not yet given its place back; the window is a few instructions long, but a thread
 * can be descheduled inside it. They wait by spinning, and give other threads a turn now and then if it takes long.
 * Meanwhile producers go on, and so do all who ask for {@link #size}, {@link #isEmpty} or an
 * {@linkplain #iterator iterator}. A consumer holds up no thread, wherever it stops; only what it has claimed is
 * gone with it. {@link #tryPoll} and {@link #tryPollBatch} never wait; they also return null while the producer of
 * the oldest element has not finished.
 *
 * <p><b>Order.</b> FIFO in the order in which producers took their tickets; in particular what one thread offers comes
 * out in that order.
 *
 * <p><b>Happens-before.</b> What a thread did before it put an element in happens-before what another thread does after
 * it took that element out; for a batch, also before what it does after it has stolen an element from the deque. What
 * was done before the call of {@link #close} that took effect happens-before what others do after {@link #isClosed} was
 * true, or {@link #offer} was refused.
 *
 * <p><b>Memory.</b> One array slot per element; a segment holds 16 to 256 elements and is dropped once it is used up.
 * Slots are cleared as elements are taken, so that nothing taken stays reachable. If memory runs out, {@link #offer}
 * throws {@link OutOfMemoryError} and has not added its element; it can be called again. Only if so many
 * calls are under way at the same time that they take more places than a segment has, and there is no memory for the
 * next one, do they wait for memory. Consumers need none, but for the deque that a batch goes to.
 *
 * <p><b>Stack.</b> If {@link #offer} runs out of stack, it throws {@link StackOverflowError} and has not added its
 * element; consumers skip its place. If another call runs out of stack between a claim and its last step, the thread
 * has in effect stopped there: what it had claimed is lost, and consumers wait for ever for the places of an
 * {@link #offerAll}. In a rare case this is also true of an {@code offer}: if, since it began, other threads have taken
 * as many places as a segment has, or have closed the injector.
 *
 * <p><b>The rest of {@link java.util.Collection}.</b> {@link #clear} polls until a poll finds the injector empty, for
 * ever if others keep adding. {@link #contains}, {@link #toArray()}, streams and the like see what an
 * {@linkplain #iterator iterator} shows; what an element's {@code equals} throws comes out of {@code contains}, and
 * changes nothing. {@link #remove(Object)} and the other operations that take elements from the middle are not
 * supported.
 *
 * @param <E> the element type; elements are never null
 */
public final class Injector<E> extends InjectorOffers<E> {

    private static final int DEFAULT_BATCH = 32;

    /** Says that the head is to be read again, in another segment. */
    private static final Object MOVED = new Object();

    /** Says that another consumer has taken the oldest element. */
    private static final Object TAKEN = new Object();

    /** Says that the producer of the oldest element has not finished. */
    private static final Object LATE = new Object();

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
        trial.offerAll(new Object[] {trial, trial}, 0, 2);
        trial.poll();
        trial.poll();
        // Closed, but for the hint: so the offer has to take a ticket, and gives it back.
        trial.casTail(trial.tailOpaque(), trial.tailOpaque() | CLOSED);
        trial.offer(trial);
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
     * Takes the element at the head. May wait for a stalled producer.
     *
     * @return the oldest element, or null if the injector was empty at some instant during the call
     */
    @Override
    public E poll() {
        int pause = Backoff.START;
        int races = 0;
        int looks = 0;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = itemAt(segment, position);
            if (item == null) {
                return null;
            }
            if (item == LATE) {
                looks = Backoff.awaitPeer(looks);
            } else if (item == TAKEN) {
                races = Backoff.yieldOnce(races);
            } else if (item != MOVED) {
                if (casHead(position, position + STEP)) {
                    segment.clearRelease(position);
                    return element(item);
                }
                pause = Backoff.pause(pause);
            }
        }
    }

    /**
     * Makes one attempt to take the element at the head. Waits for no other thread, and does not read the tail, whose
     * cache line producers write with each element: so null does not mean that the injector is empty. A consumer that
     * finds null, and is about to sleep, must call {@link #poll} or {@link #isEmpty}.
     *
     * <p>Lock-free. It starts over only at the end of a segment, and at a place that an {@link #offer} has abandoned.
     *
     * @param ifContended what to return if another consumer was faster; may be null
     * @return the oldest element; null if there was none, or if its producer had not finished; or {@code ifContended}
     */
    public E tryPoll(E ifContended) {
        return tryTake(null, 1, ifContended);
    }

    /**
     * Makes one attempt to take the element at the head and to move those behind it into a deque, with a single
     * read-modify-write of the head. As {@link #tryPoll}; takes only consecutive published elements of one segment.
     *
     * @param destination a deque that the calling thread owns
     * @param limit how many to take at the most, with the one that is returned
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
                    return tryTakeFrom(segment, position, item, destination, limit, ifContended);
                }
                skip(segment, position);
            } else if (!leave(segment)) {
                return null;
            }
        }
    }

    /** Claims published elements, the first of which is {@code item}; a single attempt. */
    private E tryTakeFrom(
            Segment<E> segment, long position, Object item, WorkDeque<E> destination, int limit, E ifContended) {
        int count = publishedFrom(segment, position, Math.min(limit, segment.slotsFrom(position)));
        if (count > 1) {
            destination.ensureCapacity(count - 1);
        }
        if (!casHead(position, position + count * STEP)) {
            return ifContended;
        }
        if (count > 1) {
            moveTo(destination, segment, position, count, 1);
        } else {
            segment.clearRelease(position);
        }
        return element(item);
    }

    /**
     * Looks at the element at the head and leaves it there. May wait for a stalled producer.
     *
     * @return the oldest element, or null if the injector was empty at some instant during the call
     */
    @Override
    public E peek() {
        int looks = 0;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = itemAt(segment, position);
            if (item == null) {
                return null;
            }
            if (item == LATE) {
                looks = Backoff.awaitPeer(looks);
            } else if (item != MOVED && item != TAKEN && headAcquire() == position) {
                return element(item);
            }
        }
    }

    /**
     * The element that stands at the head; null if the injector is empty; or {@link #MOVED}, {@link #TAKEN}, or
     * {@link #LATE}.
     */
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
            skip(segment, position);
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

    /** Moves the head beyond an abandoned position, unless another consumer has. */
    private void skip(Segment<E> segment, long position) {
        if (casHead(position, position + STEP)) {
            segment.clearRelease(position);
        }
    }

    /** Moves headSegment on from a segment that is used up; false if there is no other one yet. */
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
     * head, so that the deque's owner pops them in FIFO order whichever end it pops from. May wait for a stalled
     * producer.
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
        int pause = Backoff.START;
        int races = 0;
        int looks = 0;
        while (true) {
            Segment<E> segment = headSegmentAcquire();
            long position = headAcquire();
            Object item = itemAt(segment, position);
            if (item == null) {
                return null;
            }
            if (item == LATE) {
                looks = Backoff.awaitPeer(looks);
            } else if (item == TAKEN) {
                races = Backoff.yieldOnce(races);
            } else if (item != MOVED) {
                int count = publishedFrom(segment, position, atMostHalf(segment, position, limit));
                destination.ensureCapacity(count);
                if (casHead(position, position + count * STEP)) {
                    moveTo(destination, segment, position, count, pop ? 1 : 0);
                    return element(item);
                }
                pause = Backoff.pause(pause);
            }
        }
    }

    /** Clears slots that were claimed, and moves what was in them, but for the first {@code popped}, to a deque. */
    private void moveTo(WorkDeque<E> destination, Segment<E> segment, long position, int count, int popped) {
        int moving = count - popped;
        for (int i = 0; i < moving; i++) {
            E claimed = element(segment.claimedPlain(position + (popped + i) * STEP));
            destination.stage(i, moving, claimed);
        }
        for (int i = 0; i < count; i++) {
            segment.clearRelease(position + i * STEP);
        }
        destination.publishStaged(moving, moving);
    }

    /** Up to half of the elements, as far as they are in the head's segment. */
    private int atMostHalf(Segment<E> segment, long position, int limit) {
        long size = (tailVolatile() & ~CLOSED) - position;
        long most = Math.min(limit, (size / STEP + 1) / 2);
        return (int) Math.min(most, segment.slotsFrom(position));
    }

    /** How many slots from the head on, the first of which is published, may be claimed at once. */
    private static <E> int publishedFrom(Segment<E> segment, long position, int most) {
        int count = 1;
        while (count < most && segment.isPublished(position + count * STEP)) {
            count++;
        }
        return count;
    }

    /**
     * The number of elements, counting those whose producers have not finished, those that are about to be refused, and
     * places that an {@link #offer} has abandoned. Wait-free. Exact while no other thread is at work and no place is
     * abandoned, otherwise an estimate.
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
     * How many elements were added since the injector was made, whether or not they were taken since. Counts those
     * whose producers have not finished, those that are about to be refused, and places that an {@link #offer} has
     * abandoned. Wait-free. If a thread has seen that an element was taken, that element counts.
     *
     * @return their number
     */
    public long added() {
        return tailOpaque() >>> Segment.STEP_SHIFT;
    }

    /**
     * Whether the injector is empty at some instant during the call. An element whose offer has begun may count, even
     * if it is about to be refused; so does a place that an {@link #offer} has abandoned. Wait-free.
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
     * remove. It holds on to the element that it will show next.
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
