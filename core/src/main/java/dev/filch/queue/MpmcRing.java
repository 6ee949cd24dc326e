package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Iterator;
import java.util.Objects;

/*
 * Source: Dmitry Vyukov, "Bounded MPMC queue", 1024cores.net, 2010. The positions are those of crossbeam's ArrayQueue
 * (2019).
 *
 * The idea. Each slot of an array has an element and a sequence number. A producer claims the slot at tail by a CAS
 * that advances tail, writes its element, and publishes it by storing the next sequence number. A consumer claims the
 * slot at head by a CAS that advances head, takes the element, and frees the slot by storing the sequence number of the
 * next lap. So the slot itself says whose turn it is. A producer reads head only to distinguish a full ring from a
 * consumer that has not finished with the slot. A consumer reads tail for the corresponding reason. A batch claims a
 * run of slots with one CAS; see RingBatches.
 *
 * Positions. A position is lap | index, where index < capacity. Two positions of the same slot differ by a
 * multiple of `lap`, the least power of two greater than the capacity. So any capacity works, even 1. From the last
 * index, `successor` skips to the next lap. Positions are compared by difference, or for equality. To close the ring, a
 * thread sets the sign bit of tail, CLOSED. Then no CAS by a producer succeeds.
 *
 * Invariants
 *   I1  head <= tail <= head + lap; a forceOffer may claim one slot more, that of the oldest element. Head and tail
 *       only advance, by one slot or a run. One exception: a fill moves tail back over slots that it has claimed and
 *       not written, if no other producer has claimed the slot behind them.
 *   I2  The sequence of the slot of position p is p (free for the offer at p), then p + 1 (holds its element), then
 *       p + lap (free for the next lap), and so on. It only grows.
 *   I3  The thread whose CAS advances tail past p owns the slot until it stores p + 1, or moves tail back (I1). The
 *       thread whose CAS advances head past p owns it until it stores p + lap. So exactly one consumer takes each
 *       element, and elements are taken in the order in which tail was advanced.
 *       A forceOffer may advance tail past p + lap before head has passed p. If it then advances head itself, it owns
 *       the slot at both positions, p and p + lap, and stores p + lap + 1. If a consumer was faster, the forceOffer
 *       waits for p + lap.
 *   I4  A free slot that no thread owns holds null.
 *
 * Linearization points
 *   offer          true: the CAS of tail.
 *                  false: the read of head that finds it one lap behind p. Tail had reached p before, so the ring is
 *                  full at this read. If a fill has given slots back meanwhile, the ring was full when tail was read:
 *                  claimed slots count as elements. If the ring is closed: the read of tail.
 *   close          the CAS that sets CLOSED.
 *   poll           an element: the CAS of head.  null: the read of tail that finds it at p, for the same reason.
 *   batches        the CAS of tail or head, for all elements of the run.
 *   forceOffer     the CAS of head that makes room, its own or that of the consumer it waits for; if the ring is not
 *                  full, the CAS of tail. If the ring is closed between the two, there is none.
 *   peek           an element: the second read of head, which finds it unchanged.  null: as poll.
 *   relaxedOffer   false: none, as a consumer may be between its two steps.  Otherwise as offer.
 *   relaxedPoll    null: none, as a producer may be between its two steps.  Otherwise as poll.
 */

/**
 * A bounded FIFO queue for many producers and many consumers, in arrays of fixed length. Once it is constructed, only
 * iterators allocate.
 *
 * <p><b>Progress.</b> {@link #relaxedOffer}, {@link #relaxedPoll} and the batches are lock-free: they never wait for a
 * particular thread. {@link #size}, {@link #isEmpty} and iterators are wait-free. The strict {@link #offer},
 * {@link #poll} and {@link #peek} report a full or empty ring only if it is full or empty at one instant during the
 * call. So they may wait for a stalled peer: a producer or consumer that has claimed a slot and has not finished with
 * it. A peer normally finishes within a few instructions per element. It takes longer if it is descheduled, or if it is
 * in {@link #fill}, which calls its supplier while it holds slots. {@link #forceOffer} waits for a peer that has not
 * finished with the slot of the oldest element. Waiting threads spin, and yield now and then. A thread that catches up
 * with a peer after many elements pauses for up to 3 microseconds, so that the peer gets ahead and both run faster.
 *
 * <p><b>Bounds.</b> The ring holds exactly as many elements as its capacity says. {@link #size} is exact while no other
 * thread uses the ring.
 *
 * <p><b>Happens-before.</b> A thread's actions before it adds an element happen-before the actions of another thread
 * after it takes that element. A consumer's actions before {@code poll} also happen-before the actions of a producer
 * after it fills the freed slot.
 *
 * <p><b>Batches.</b> {@link #offerAll}, {@link #fill}, {@link #drain} and {@link #pollAll} claim a run of slots with
 * one read-modify-write, and never wait. If a supplier or consumer throws, no slot stays claimed, every element that
 * was made has been added, and every element that was taken has been handed over.
 *
 * <p><b>Memory.</b> A slot is cleared when its element is taken, so nothing taken stays reachable through the ring.
 *
 * <p><b>Stack.</b> A thread that runs out of stack in the ring's own code, between a claim and its last step, has in
 * effect stopped there: peers may wait for it, and what it has claimed is lost. User code may run out of stack without
 * loss, if it leaves room for the ring's own calls.
 *
 * <p><b>The rest of {@link java.util.Collection}.</b> {@link #clear} polls until it finds the ring empty, which may
 * never happen while other threads add elements. {@link #contains}, {@link #toArray()}, streams and the like see what
 * an {@linkplain #iterator iterator} shows. If an element's {@code equals} throws, so does {@code contains}, and
 * nothing has changed. {@link #remove(Object)} and other operations that take elements from the middle are not
 * supported.
 *
 * @param <E> the element type; elements are never null
 */
public abstract sealed class MpmcRing<E> extends RingBatches<E> permits CompactRing, PaddedRing {

    MpmcRing(int capacity, long firstLap) {
        super(capacity, firstLap);
    }

    /**
     * Creates an empty ring whose head and tail have cache lines of their own, so that producers and consumers do not
     * slow each other down. It takes about half a kilobyte, and 8 bytes per slot (12 without compressed references).
     *
     * @param <E> the element type
     * @param capacity the maximum number of elements, from 1 to 1,073,741,823
     * @return the ring
     * @throws IllegalArgumentException if {@code capacity} is not in this range
     * @throws OutOfMemoryError if there is no memory for this capacity
     */
    public static <E> MpmcRing<E> padded(int capacity) {
        return PaddedRing.create(capacity, 0);
    }

    /**
     * Creates an empty ring without padding, for programs with thousands of rings of which few are busy. It has all
     * operations, but producers and consumers that work at the same time slow each other down.
     *
     * @param <E> the element type
     * @param capacity the maximum number of elements, from 1 to 1,073,741,823
     * @return the ring
     * @throws IllegalArgumentException if {@code capacity} is not in this range
     * @throws OutOfMemoryError if there is no memory for this capacity
     */
    public static <E> MpmcRing<E> compact(int capacity) {
        return new CompactRing<>(capacity, 0);
    }

    /** Starts the positions some laps after 2^32, or before it: there the kept halves of the sequences wrap around. */
    static <E> MpmcRing<E> startingAt(int capacity, long lapsToWrap) {
        return PaddedRing.create(capacity, lapOfWrap(capacity) + lapsToWrap);
    }

    static long lapOfWrap(int capacity) {
        return (1L << Integer.SIZE) / lap(capacity);
    }

    /**
     * Uses every accessor of a kind of ring once, when its class is initialized. Linking a VarHandle allocates memory,
     * which must not run out between a claim and its last step.
     */
    static void linkVarHandles(MpmcRing<Object> ring) {
        ring.offer(ring);
        ring.forceOffer(ring);
        ring.poll();
        // On an empty ring, to link what a waiting thread uses.
        ring.poll();
    }

    /**
     * Adds an element at the tail unless the ring is full. May wait for a stalled peer that is taking or displacing the
     * element of the next slot, or passing over a slot that {@link #fill} has abandoned. It never waits for a peer that
     * only adds.
     *
     * @param element what to add
     * @return false if the ring was full at some instant during the call, or is closed
     * @throws NullPointerException if {@code element} is null
     */
    @Override
    public final boolean offer(E element) {
        return insert(element, true);
    }

    /**
     * Adds an element at the tail if this is possible without waiting for a peer. Lock-free.
     *
     * @param element what to add
     * @return false if the ring was full or closed, or if the last consumer of the slot had not finished with it
     * @throws NullPointerException if {@code element} is null
     */
    public final boolean relaxedOffer(E element) {
        return insert(element, false);
    }

    private boolean insert(E element, boolean strict) {
        Objects.requireNonNull(element, "element");
        int pause = Backoff.START;
        int spins = 0;
        while (true) {
            long position = tailAcquire();
            if (position < 0) {
                return false;
            }
            int index = index(position);
            int state = stateAcquire(index, position);
            if (state == FREE) {
                if (casTail(position, successor(position))) {
                    publish(index, position, element);
                    return true;
                }
                pause = Backoff.pause(pause);
            } else if (state < FREE) {
                // The slot is still in the last lap: it holds an element, or a consumer is about to free it.
                if (!strict) {
                    return false;
                }
                if (!reachesSoon(FREE, index, position)) {
                    if (isFullAt(position)) {
                        return false;
                    }
                    spins = awaitConsumer(position, spins);
                }
            }
            // Otherwise another thread has advanced tail since it was read.
        }
    }

    /** Pauses briefly. Returns whether the slot has then reached a state. */
    private boolean reachesSoon(int state, int index, long position) {
        Backoff.pauseOnce();
        return stateAcquire(index, position) == state;
    }

    /** Writes an element to a slot that this thread has claimed. */
    final void publish(int index, long position, E element) {
        setElementRelease(index, element);
        setSequenceRelease(index, position + PUBLISHED);
    }

    private boolean isFullAt(long tail) {
        return headVolatile() + lap == tail;
    }

    /** Waits a moment for the consumer that has claimed the slot at tail in the last lap. */
    private int awaitConsumer(long tail, int spins) {
        long passed = distance(lastTailBackoffOpaque(), tail);
        if (passed > 0) {
            setLastTailBackoffOpaque(tail);
        }
        return Backoff.awaitPeer(spins, passed);
    }

    /**
     * Adds an element at the tail. If the ring is full, the oldest element makes room for it in the same atomic step.
     * Slots that a {@link #fill} has claimed behind the oldest element count as elements. May wait for a stalled peer
     * that is adding, taking or displacing the element of the next slot, or passing over an abandoned slot.
     *
     * <p>There is one exception. If another thread closes the full ring during this call and then takes the oldest
     * element, that element is not displaced, and the ring has held one element more than its capacity for a moment.
     *
     * @param element what to add
     * @return the element that made room, or null if there was room
     * @throws IllegalStateException if the ring is closed; nothing was added or removed
     * @throws NullPointerException if {@code element} is null
     */
    public final E forceOffer(E element) {
        Objects.requireNonNull(element, "element");
        int pause = Backoff.START;
        int spins = 0;
        while (true) {
            long tail = tailAcquire();
            if (tail < 0) {
                throw new IllegalStateException("the ring is closed");
            }
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
                spins = Backoff.awaitPeer(spins);
            }
        }
    }

    /** Puts an element in the place of the oldest one, which a consumer may have just claimed. */
    private E displace(int index, long position, E element) {
        long oldest = position - lap;
        if (casHead(oldest, successor(oldest))) {
            E displaced = elementPlain(index);
            publish(index, position, element);
            return displaced;
        }
        int spins = 0;
        while (stateAcquire(index, position) != FREE) {
            spins = Backoff.awaitPeer(spins);
        }
        publish(index, position, element);
        return null;
    }

    /**
     * Takes the element at the head. May wait for a stalled peer that is adding this element, by whichever method. It
     * never waits for a peer that only takes.
     *
     * @return the oldest element, or null if the ring was empty at some instant during the call
     */
    @Override
    public final E poll() {
        return remove(true);
    }

    /**
     * Takes the element at the head if this is possible without waiting for a peer. Lock-free.
     *
     * @return the oldest element, or null if the ring was empty, or if the producer of the oldest element had not
     *     finished
     */
    public final E relaxedPoll() {
        return remove(false);
    }

    private E remove(boolean strict) {
        int pause = Backoff.START;
        int spins = 0;
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
                // The slot was not yet written in this lap: the ring is empty, or a producer is about to write it.
                if (!strict) {
                    return null;
                }
                if (!reachesSoon(PUBLISHED, index, position)) {
                    if (isEmptyAt(position)) {
                        return null;
                    }
                    spins = awaitProducer(position, spins);
                }
            }
            // Otherwise another thread has advanced head since it was read.
        }
    }

    /** Takes the element of a slot that this thread has claimed, and frees the slot; null if the slot was abandoned. */
    final E release(int index, long position) {
        E element = elementPlain(index);
        clearElementPlain(index);
        setSequenceRelease(index, position + lap);
        return element;
    }

    private boolean isEmptyAt(long head) {
        return position(tailVolatile()) == head;
    }

    /** Waits a moment for the producer that has claimed the slot at head. */
    private int awaitProducer(long head, int spins) {
        long passed = distance(lastHeadBackoffOpaque(), head);
        if (passed > 0) {
            setLastHeadBackoffOpaque(head);
        }
        return Backoff.awaitPeer(spins, passed);
    }

    /**
     * Returns the element at the head and leaves it there. May wait for a stalled peer, as {@link #poll} may.
     *
     * @return the oldest element, or null if the ring was empty at some instant during the call
     */
    @Override
    public final E peek() {
        int spins = 0;
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
                if (isEmptyAt(position)) {
                    return null;
                }
                spins = Backoff.awaitPeer(spins);
            }
        }
    }

    /** Frees an abandoned slot. If its element was taken meanwhile, does nothing. */
    private void passOver(int index, long position) {
        if (casHead(position, successor(position))) {
            release(index, position);
        }
    }

    /**
     * The maximum number of elements. Wait-free.
     *
     * @return the capacity given at construction
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * The number of elements, including those whose producers have not finished. Wait-free. It lies between 0 and the
     * capacity, and is exact while no other thread uses the ring, otherwise an estimate.
     *
     * @return the size
     */
    @Override
    public final int size() {
        long head = headAcquire();
        long tail = position(tailAcquire());
        return (int) Math.min(distance(head, tail), capacity);
    }

    /**
     * Whether the ring was empty at some instant during the call. Wait-free.
     *
     * @return true if there is no element
     */
    @Override
    public final boolean isEmpty() {
        long head = headVolatile();
        return position(tailVolatile()) == head;
    }

    /**
     * Whether the ring was full at some instant during the call, or is closed: an {@link #offer} would fail. Wait-free.
     * It may return false while a {@link #forceOffer} replaces the oldest element of a full ring.
     *
     * @return true if there is no room
     */
    public final boolean isFull() {
        long tail = tailVolatile();
        // A forceOffer may have claimed one slot more than there are.
        return tail < 0 || headVolatile() + lap - tail <= 0;
    }

    /**
     * Refuses elements from now on; those inside can still be taken. Lock-free.
     *
     * @return false if the ring was already closed
     */
    public final boolean close() {
        long tail = tailAcquire();
        while (tail >= 0 && !casTail(tail, tail | CLOSED)) {
            tail = tailAcquire();
        }
        return tail >= 0;
    }

    /**
     * Whether the ring is closed and takes no more elements. Wait-free. If it is, and {@link #poll} then returns null,
     * there will be no more elements.
     *
     * @return true once closed
     */
    public final boolean isClosed() {
        return tailVolatile() < 0;
    }

    /**
     * Iterates from head to tail. Wait-free and weakly consistent. The iterator never throws {@link
     * java.util.ConcurrentModificationException}. It shows each element at most once and in order. It omits elements
     * that are taken before it reaches them, and elements whose producers have not finished. It ends where tail
     * was when the iterator was created. If {@link #forceOffer} is called meanwhile, the iterator may show both the
     * element that makes room and the one that replaces it. It cannot remove. It keeps the element that it will show
     * next reachable.
     *
     * @return a new iterator
     */
    @Override
    public final Iterator<E> iterator() {
        return new RingIterator<>(this);
    }

    private static final class RingIterator<E> extends LookingAhead<E> {

        private final MpmcRing<E> ring;
        private final long end;
        private long position;

        RingIterator(MpmcRing<E> ring) {
            this.ring = ring;
            position = ring.headAcquire();
            end = position(ring.tailAcquire());
            begin();
        }

        /** The next element that was still in the ring after it was read. */
        @Override
        E advance() {
            while (end - position > 0) {
                long visited = position;
                int index = ring.index(visited);
                position = ring.successor(visited);
                if (ring.stateAcquire(index, visited) == PUBLISHED) {
                    E element = ring.elementAcquire(index);
                    if (element != null && ring.headAcquire() - visited <= 0) {
                        return element;
                    }
                }
            }
            return null;
        }
    }
}
