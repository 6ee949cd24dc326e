package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Iterator;
import java.util.Objects;

/*
 * Source: Dmitry Vyukov, "Bounded MPMC queue", 1024cores.net, 2010: an array whose slots carry sequence numbers. The
 * positions follow crossbeam's ArrayQueue (2019): lap and index in one word, so that any capacity works, one included.
 *
 * Positions. A position is lap | index, where index < capacity and laps are `lap` apart, a power of two greater than
 * the capacity. `successor` skips from the last index to the next lap. Positions wrap around at 2^64 and are compared
 * by difference, or for equality.
 *
 * Invariants
 *   I1  head and tail only move on, past one slot or a run of them; but a fill may move tail back to slots that it has
 *       claimed and not touched, if nobody has claimed the next one. head is never beyond tail, nor tail more than one
 *       lap beyond head, but for the one slot that a forceOffer has claimed while it still holds the oldest element.
 *   I2  The sequence of the slot of position p runs through  p (free for the offer at p),  p + 1 (holds its element),
 *       p + lap (free for the next lap), and so on. It only grows.
 *   I3  Who moves tail past p owns the slot until it stores p + 1, or moves tail back (I1); who moves head past p,
 *       until it stores p + lap. So every element is taken by exactly one consumer, in the order in which tail was
 *       moved. Who moves tail past p + lap before head has passed p is a forceOffer. It then waits for p + lap, or
 *       moves head itself: then it owns the slot for both ends, and stores p + lap + 1.
 *   I4  A slot whose sequence says free, and that nobody owns, holds null.
 *
 * Linearization points
 *   offer true: the move of tail.   poll element: the move of head.   Batches: the same, which is their claim, for all
 *   their elements.
 *   forceOffer: the move of head that makes room for it, by itself or by the consumer it waits for; else as offer.
 *   offer false: the read of head that finds it one lap behind p. Tail had reached p before, so at that read the ring
 *   is full; or was so at the read of tail, if a fill has given slots back since, which count until then. poll null:
 *   likewise the read of tail that finds it at p.
 *   peek: the second read of head, which finds it unchanged; or as poll, for null.
 *   relaxedOffer false, relaxedPoll null: no such point; they may also mean that a peer is between its two steps.
 *
 * Access              mode      why not weaker                                test that fails otherwise
 * tailAcquire         acquire   own end, in offer: the full test compares it  RingScenario:2,0,1,op,po
 *                               with a head read later; opaque would let
 *                               that head be older than this tail
 * headAcquire         acquire   own end, in poll: the same with the roles     RingScenario:2,0,1,op,po
 *                               exchanged
 * casTail             volatile  in one order with the tests for empty and     StoreBufferingScenario:true,offer-poll
 *                               full: an offer that is done must be seen by
 *                               a later poll of any thread
 * casHead             volatile  the same with the roles exchanged             StoreBufferingScenario:true,poll-offer
 * headVolatile        volatile  the full test, and isEmpty: in one order      StoreBufferingScenario:true,poll-offer
 *                               with casHead
 * tailVolatile        volatile  the empty test: in one order with casTail     StoreBufferingScenario:true,offer-poll
 * stateAcquire        acquire   before the element is read, or the slot       RingScenario:1,0,0,o,p
 *                               written again
 * setSequenceRelease  release   after the element was written, or read and    RingScenario:1,0,0,o,p
 *                               cleared
 * elementPlain        plain     its consumer owns the slot; who writes it     (plain)
 *                               next waits for the sequence
 * elementOpaque       opaque    a batch reads before its claim: that may race  RingScenario:2,0,2,A,p
 *                               with who clears the slot, but then fails; what
 *                               comes after the claim cannot be seen before it
 * elementAcquire      acquire   peek and the iterator then look again at      RingScenario:1,0,1,k,po
 *                               head
 * setElementRelease   release   who reads it without owning the slot must     RingScenario:1,0,1,k,po
 *                               then see that head has moved on since the
 *                               last lap
 * clearElementPlain   plain     races with readers that do not own the slot:  RingScenario:1,0,1,k,po
 *                               the iterator passes over null; peek and
 *                               batches take it for abandoned, and then fail
 *                               to move head; so does drain, which looks
 *                               twice, if the looks differ. It cannot leave
 *                               its place between claim and sequence
 * tailLullOpaque      opaque    where an offer last fell back; with a plain    RingScenario:1,0,1,o,o,p
 *                               read, a loop might never see the change that
 *                               ends its falling back
 * setTailLullOpaque   opaque    the same                                       RingScenario:1,0,1,o,o,p
 * headLullOpaque      opaque    where a poll last fell back; the same          RingScenario:2,0,1,pp,p,o
 * setHeadLullOpaque   opaque    the same                                       RingScenario:2,0,1,pp,p,o
 */

/**
 * A bounded FIFO queue for many producers and many consumers, in arrays of a fixed length. After its construction only
 * iterators are allocated.
 *
 * <p><b>Progress.</b> {@link #relaxedOffer}, {@link #relaxedPoll} and the batches are lock-free: they never wait for a
 * particular thread; nor do {@link #size}, {@link #isEmpty} and iterators, which are wait-free. {@link #forceOffer}
 * waits for one that has not finished with the slot of the oldest element. The strict {@link #offer}, {@link #poll} and
 * {@link #peek} answer "full" and "empty" only when that is true at one instant during the call. For this they may wait
 * for a stalled peer: a producer or consumer that has claimed a slot and has not finished with it; the window is a few
 * instructions long for each of its elements, but a thread can be descheduled inside it, and {@link #fill} asks its
 * supplier in it. They wait by spinning, and give other threads a turn now and then if it takes long. Who has passed
 * many elements and then meets a peer at work waits up to 3 microseconds although the peer may be done sooner, so that
 * it gets ahead and both go on faster.
 *
 * <p><b>Bounds.</b> The ring holds exactly as many elements as its capacity says. {@link #size} is exact while nobody
 * else is at work.
 *
 * <p><b>Happens-before.</b> What a thread did before it put an element in happens-before what another thread does after
 * it took that element out. What a consumer did before its {@code poll} also happens-before what a producer does after
 * it has filled the freed slot.
 *
 * <p><b>Batches.</b> {@link #offerAll}, {@link #fill}, {@link #drain} and {@link #pollAll} claim a run of slots with
 * one read-modify-write, and wait for nobody. What a supplier or consumer throws leaves the ring in order: no slot
 * stays claimed, and every element that was made was added, every element that was taken handed over.
 *
 * <p>A slot is cleared as its element is taken: nothing taken stays reachable through the ring.
 *
 * <p><b>Stack.</b> A {@link StackOverflowError} in one of the ring's own calls between a claim and its last step is as
 * if the thread had stopped there: others may wait for it, and what it had claimed is lost. One in user code is
 * not, if it leaves room for these calls.
 *
 * <p><b>The rest of {@link java.util.Collection}.</b> {@link #clear} polls until a poll finds the ring empty, for
 * ever if others keep adding. {@link #contains}, {@link #toArray()}, streams and the like see what an
 * {@linkplain #iterator iterator} shows; what an element's {@code equals} throws comes out of {@code contains}, and
 * changes nothing. {@link #remove(Object)} and the other operations that take elements from the middle are not
 * supported.
 *
 * @param <E> the element type; elements are never null
 */
public abstract sealed class MpmcRing<E> extends RingBatches<E> permits CompactRing, RingFrontPad {

    MpmcRing(int capacity, long firstLap) {
        super(capacity, firstLap);
    }

    /**
     * Creates an empty ring whose ends lie on cache lines of their own, so that producers and consumers stay out of
     * each other's way: about half a kilobyte, and 8 bytes (12 without compressed references) for each element of the
     * capacity.
     *
     * @param <E> the element type
     * @param capacity how many elements it holds at most; any number from 1 to 1,073,741,823
     * @return the ring
     * @throws IllegalArgumentException if {@code capacity} is another one
     * @throws OutOfMemoryError if there is no memory for so many
     */
    public static <E> MpmcRing<E> padded(int capacity) {
        return new PaddedRing<>(capacity, 0);
    }

    /**
     * Creates an empty ring that spares the padding: for programs that have thousands of rings, most of them quiet.
     * It does all that others do, but producers and consumers that work at the same time slow each other down.
     *
     * @param <E> the element type
     * @param capacity how many elements it holds at most; any number from 1 to 1,073,741,823
     * @return the ring
     * @throws IllegalArgumentException if {@code capacity} is another one
     * @throws OutOfMemoryError if there is no memory for so many
     */
    public static <E> MpmcRing<E> compact(int capacity) {
        return new CompactRing<>(capacity, 0);
    }

    /** With positions that start at {@code firstLap}: tests start them shortly before they wrap around. */
    static <E> MpmcRing<E> startingAt(int capacity, long firstLap) {
        return new PaddedRing<>(capacity, firstLap);
    }

    /**
     * Links the accesses of a kind of rings, when its class is initialized: that needs memory, which must not run out
     * between a claim and what belongs to it.
     */
    static void tryOut(MpmcRing<Object> trial) {
        trial.offer(trial);
        trial.forceOffer(trial);
        trial.poll();
        // Of an empty ring, so that what it would wait with is there, too.
        trial.poll();
    }

    /**
     * Adds an element at the tail unless the ring is full. May wait for a stalled peer: one that was taking the element
     * of the slot that is next, displacing it, or passing over it since {@link #fill} had nothing for it. It never
     * waits for one that was only adding.
     *
     * @param element what to add
     * @return false if the ring was full at some instant during the call
     * @throws NullPointerException if {@code element} is null
     */
    @Override
    public final boolean offer(E element) {
        return insert(element, true);
    }

    /**
     * Adds an element at the tail if that can be done without waiting for anybody. Lock-free.
     *
     * @param element what to add
     * @return false if the ring was full, or the slot's last consumer had not finished with it
     * @throws NullPointerException if {@code element} is null
     */
    public final boolean relaxedOffer(E element) {
        return insert(element, false);
    }

    private boolean insert(E element, boolean strict) {
        Objects.requireNonNull(element, "element");
        int pause = Backoff.START;
        int looks = 0;
        while (true) {
            long position = tailAcquire();
            int index = index(position);
            int state = stateAcquire(index, position);
            if (state == FREE) {
                if (casTail(position, successor(position))) {
                    publish(index, position, element);
                    return true;
                }
                pause = Backoff.pause(pause);
            } else if (state < FREE) {
                // The slot is still in its last lap: it holds an element, or a consumer is about to free it.
                if (!strict) {
                    return false;
                }
                if (!hasCome(FREE, index, position)) {
                    if (isFullAt(position)) {
                        return false;
                    }
                    looks = awaitConsumer(position, looks);
                }
            }
            // Otherwise others have moved the tail on since it was read.
        }
    }

    private boolean isFullAt(long tail) {
        return headVolatile() + lap == tail;
    }

    /** Waits a moment for the consumer that has claimed the slot of the tail in the lap before. */
    private int awaitConsumer(long tail, int looks) {
        long passed = distance(tailLullOpaque(), tail);
        if (passed > 0) {
            setTailLullOpaque(tail);
        }
        return Backoff.awaitPeer(looks, passed);
    }

    /**
     * Adds an element at the tail; if the ring is full, also of slots that a {@link #fill} has claimed behind the
     * oldest element, that one makes room for it, in the same step. May wait for a stalled peer: one that was adding,
     * taking, displacing or passing over the element of the slot that is next.
     *
     * @param element what to add
     * @return the element that had to make room, or null
     * @throws NullPointerException if {@code element} is null
     */
    public final E forceOffer(E element) {
        Objects.requireNonNull(element, "element");
        int pause = Backoff.START;
        int looks = 0;
        while (true) {
            long tail = tailAcquire();
            int index = index(tail);
            int state = stateAcquire(index, tail);
            if (state == FREE) {
                if (casTail(tail, successor(tail))) {
                    publish(index, tail, element);
                    return null;
                }
                pause = Backoff.pause(pause);
            } else if (state == PUBLISHED - (int) lap && isFullAt(tail)) {
                if (casTail(tail, successor(tail))) {
                    return displace(index, tail, element);
                }
                pause = Backoff.pause(pause);
            } else {
                looks = Backoff.awaitPeer(looks);
            }
        }
    }

    /** Puts an element where the oldest one is, or was until a consumer took it in the nick of time. */
    private E displace(int index, long position, E element) {
        long oldest = position - lap;
        if (casHead(oldest, successor(oldest))) {
            return replace(index, position, element);
        }
        int looks = 0;
        while (stateAcquire(index, position) != FREE) {
            looks = Backoff.awaitPeer(looks);
        }
        publish(index, position, element);
        return null;
    }

    /**
     * Takes the element at the head. May wait for a stalled peer: one that was adding that element, by whichever
     * method. It never waits for one that was only taking.
     *
     * @return the oldest element, or null if the ring was empty at some instant during the call
     */
    @Override
    public final E poll() {
        return remove(true);
    }

    /**
     * Takes the element at the head if that can be done without waiting for anybody. Lock-free.
     *
     * @return the oldest element, or null if the ring was empty, or the producer of the oldest element had not finished
     */
    public final E relaxedPoll() {
        return remove(false);
    }

    private E remove(boolean strict) {
        int pause = Backoff.START;
        int looks = 0;
        while (true) {
            long position = headAcquire();
            int index = index(position);
            int state = stateAcquire(index, position);
            if (state == PUBLISHED) {
                if (casHead(position, successor(position))) {
                    E element = release(index, position);
                    if (element != null) {
                        return element;
                    }
                } else {
                    pause = Backoff.pause(pause);
                }
            } else if (state < PUBLISHED) {
                // Not written in this lap: nothing is there, or a producer is about to fill it.
                if (!strict) {
                    return null;
                }
                if (!hasCome(PUBLISHED, index, position)) {
                    if (tailVolatile() == position) {
                        return null;
                    }
                    looks = awaitProducer(position, looks);
                }
            }
            // Otherwise others have moved the head on since it was read.
        }
    }

    /** Waits a moment for the producer that has claimed the slot of the head. */
    private int awaitProducer(long head, int looks) {
        long passed = distance(headLullOpaque(), head);
        if (passed > 0) {
            setHeadLullOpaque(head);
        }
        return Backoff.awaitPeer(looks, passed);
    }

    /**
     * Looks at the element at the head and leaves it there. May wait for a stalled peer, as {@link #poll}.
     *
     * @return the oldest element, or null if the ring was empty at some instant during the call
     */
    @Override
    public final E peek() {
        int looks = 0;
        while (true) {
            long position = headAcquire();
            int index = index(position);
            int state = stateAcquire(index, position);
            if (state == PUBLISHED) {
                E element = elementAcquire(index);
                if (element == null) {
                    passOver(index, position);
                } else if (headAcquire() == position) {
                    return element;
                }
            } else if (state < PUBLISHED) {
                if (tailVolatile() == position) {
                    return null;
                }
                looks = Backoff.awaitPeer(looks);
            }
        }
    }

    /** Frees a slot that was abandoned; does nothing if its element was only taken meanwhile. */
    private void passOver(int index, long position) {
        if (casHead(position, successor(position))) {
            release(index, position);
        }
    }

    /**
     * The number of elements the ring can hold. Wait-free.
     *
     * @return the capacity it was made with
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * The number of elements, counting those whose producers have not finished. Wait-free; between 0 and the capacity;
     * exact while nobody else is at work, otherwise an estimate.
     *
     * @return the size
     */
    @Override
    public final int size() {
        long head = headAcquire();
        long tail = tailAcquire();
        return (int) Math.min(distance(head, tail), capacity);
    }

    /**
     * Whether the ring is empty at some instant during the call. Wait-free.
     *
     * @return true if there is no element
     */
    @Override
    public final boolean isEmpty() {
        long head = headVolatile();
        return tailVolatile() == head;
    }

    /**
     * Iterates from head to tail. Wait-free, weakly consistent: it never throws
     * {@link java.util.ConcurrentModificationException}, shows each element at most once and in order, leaves out those
     * that are taken before it comes to them, and those whose producers have not finished, and ends at the tail as it
     * was when the iterator was made. Beside a {@link #forceOffer} it may show both the element that has to make room
     * and the one that gets it, each as it was there. It does not remove. It holds on to the element that it will show
     * next.
     *
     * @return a new iterator
     */
    @Override
    public final Iterator<E> iterator() {
        return new RingIterator<>(this);
    }
}
