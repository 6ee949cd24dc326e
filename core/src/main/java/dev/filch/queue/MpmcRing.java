package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.NoSuchElementException;
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
 *   I1  head and tail only move to their successor; head is never beyond tail, nor tail more than one lap beyond head.
 *   I2  The sequence of the slot of position p runs through  p (free for the offer at p),  p + 1 (holds its element),
 *       p + lap (free for the next lap), and so on. It only grows.
 *   I3  Who moves tail from p owns the slot until it stores p + 1; who moves head from p, until it stores p + lap.
 *       So every element is taken by exactly one consumer, in the order in which tail was moved.
 *   I4  A slot whose sequence says free, and that nobody owns, holds null.
 *
 * Linearization points
 *   offer true: the move of tail.   poll element: the move of head.
 *   offer false: the read of head that finds it one lap behind p. Tail had reached p before, and cannot be further than
 *   one lap beyond head, so at that read the ring is full. poll null: likewise the read of tail that finds it at p.
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
 * sequenceAcquire     acquire   before the element is read, or the slot       RingScenario:1,0,0,o,p
 *                               written again
 * setSequenceRelease  release   after the element was written, or read and    RingScenario:1,0,0,o,p
 *                               cleared
 * elementPlain        plain     its consumer owns the slot; who writes it     (plain)
 *                               next waits for the sequence
 * elementAcquire      acquire   peek and the iterator then look again at      RingScenario:1,0,1,k,po
 *                               head or the sequence
 * setElementRelease   release   who reads it without owning the slot must     RingScenario:1,0,1,k,po
 *                               then see that head or the sequence has moved
 *                               on since the last lap
 * clearElementOpaque  opaque    may race with peek and the iterator, which    RingScenario:1,0,1,k,po
 *                               take null for "gone"
 */

/**
 * A bounded FIFO queue for many producers and many consumers, in one array. It never allocates after its construction.
 *
 * <p><b>Progress.</b> {@link #relaxedOffer} and {@link #relaxedPoll} are lock-free: they never wait for a particular
 * thread. The strict {@link #offer}, {@link #poll} and {@link #peek} answer "full" and "empty" only when that is true
 * at one instant during the call. For this they may wait for a stalled peer: a producer or consumer that has claimed a
 * slot and has not finished with it; the window is a few instructions long, but a thread can be descheduled inside it.
 * They wait by spinning.
 *
 * <p><b>Bounds.</b> The ring holds exactly as many elements as its capacity says. {@link #size} is exact while nobody
 * else is at work.
 *
 * <p><b>Happens-before.</b> What a thread did before it put an element in happens-before what another thread does after
 * it took that element out. What a consumer did before its {@code poll} also happens-before what a producer does after
 * it has filled the freed slot.
 *
 * <p>A slot is cleared as its element is taken: nothing taken stays reachable through the ring.
 *
 * <p>{@link #remove(Object)} and the other operations that take elements from the middle are not supported.
 *
 * @param <E> the element type; elements are never null
 */
public final class MpmcRing<E> extends PaddedEnds<E> {

    private static final VarHandle SEQUENCES =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final VarHandle ELEMENTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    static {
        // Links the accesses now: that needs memory, which must not run out between a claim and what belongs to it.
        MpmcRing<Object> trial = new MpmcRing<>(1);
        trial.offer(trial);
        trial.poll();
    }

    private final int capacity;
    private final long lap;
    private final long[] sequences;
    private final Object[] elements;

    /**
     * Creates an empty ring.
     *
     * @param capacity how many elements it holds at most; any number from 1 on
     * @throws IllegalArgumentException if {@code capacity} is zero or negative
     */
    public MpmcRing(int capacity) {
        this(capacity, 0);
    }

    /** With positions that start at {@code firstLap}: tests start them shortly before they wrap around. */
    MpmcRing(int capacity, long firstLap) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        this.capacity = capacity;
        lap = Integer.toUnsignedLong(Integer.highestOneBit(capacity) << 1);
        sequences = new long[capacity];
        elements = new Object[capacity];
        long start = firstLap * lap;
        for (int i = 0; i < capacity; i++) {
            sequences[i] = start + i;
        }
        initializeTail(start);
        initializeHead(start);
    }

    /**
     * Adds an element at the tail unless the ring is full. May wait for a stalled peer.
     *
     * @param element what to add
     * @return false if the ring was full at some instant during the call
     * @throws NullPointerException if {@code element} is null
     */
    @Override
    public boolean offer(E element) {
        return insert(element, true);
    }

    /**
     * Adds an element at the tail if that can be done without waiting for anybody. Lock-free.
     *
     * @param element what to add
     * @return false if the ring was full, or the slot's last consumer had not finished with it
     * @throws NullPointerException if {@code element} is null
     */
    public boolean relaxedOffer(E element) {
        return insert(element, false);
    }

    private boolean insert(E element, boolean strict) {
        Objects.requireNonNull(element, "element");
        int pauses = Backoff.START;
        while (true) {
            long position = tailAcquire();
            int index = index(position);
            long sequence = sequenceAcquire(index);
            if (sequence == position) {
                if (casTail(position, successor(position))) {
                    setElementRelease(index, element);
                    setSequenceRelease(index, position + 1);
                    return true;
                }
                pauses = Backoff.pause(pauses);
            } else if (sequence - position < 0) {
                // The slot is still in its last lap: it holds an element, or a consumer is about to free it.
                if (!strict || headVolatile() + lap == position) {
                    return false;
                }
                Thread.onSpinWait();
            }
            // Otherwise others have moved the tail on since it was read.
        }
    }

    /**
     * Takes the element at the head. May wait for a stalled peer.
     *
     * @return the oldest element, or null if the ring was empty at some instant during the call
     */
    @Override
    public E poll() {
        return remove(true);
    }

    /**
     * Takes the element at the head if that can be done without waiting for anybody. Lock-free.
     *
     * @return the oldest element, or null if the ring was empty, or the producer of the oldest element had not finished
     */
    public E relaxedPoll() {
        return remove(false);
    }

    private E remove(boolean strict) {
        int pauses = Backoff.START;
        while (true) {
            long position = headAcquire();
            int index = index(position);
            long sequence = sequenceAcquire(index);
            if (sequence == position + 1) {
                if (casHead(position, successor(position))) {
                    E element = elementPlain(index);
                    clearElementOpaque(index);
                    setSequenceRelease(index, position + lap);
                    return element;
                }
                pauses = Backoff.pause(pauses);
            } else if (sequence - position <= 0) {
                // Not written in this lap: nothing is there, or a producer is about to fill it.
                if (!strict || tailVolatile() == position) {
                    return null;
                }
                Thread.onSpinWait();
            }
            // Otherwise others have moved the head on since it was read.
        }
    }

    /**
     * Looks at the element at the head and leaves it there. May wait for a stalled peer.
     *
     * @return the oldest element, or null if the ring was empty at some instant during the call
     */
    @Override
    public E peek() {
        while (true) {
            long position = headAcquire();
            int index = index(position);
            long sequence = sequenceAcquire(index);
            if (sequence == position + 1) {
                E element = elementAcquire(index);
                if (element != null && headAcquire() == position) {
                    return element;
                }
            } else if (sequence - position <= 0) {
                if (tailVolatile() == position) {
                    return null;
                }
                Thread.onSpinWait();
            }
        }
    }

    /**
     * The number of elements the ring can hold. Wait-free.
     *
     * @return the capacity it was made with
     */
    public int capacity() {
        return capacity;
    }

    /**
     * The number of elements, counting those whose producers have not finished. Wait-free; between 0 and the capacity;
     * exact while nobody else is at work, otherwise an estimate.
     *
     * @return the size
     */
    @Override
    public int size() {
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
    public boolean isEmpty() {
        long head = headVolatile();
        return tailVolatile() == head;
    }

    /**
     * Iterates from head to tail. Wait-free, weakly consistent: it never throws
     * {@link java.util.ConcurrentModificationException}, shows each element at most once and in order, leaves out those
     * that are taken before it comes to them, and ends at the tail as it was when the iterator was made. It does not
     * remove.
     *
     * @return a new iterator
     */
    @Override
    public Iterator<E> iterator() {
        return new WeakIterator();
    }

    private int index(long position) {
        return (int) (position & (lap - 1));
    }

    private long successor(long position) {
        return index(position) + 1 < capacity ? position + 1 : startOfLap(position) + lap;
    }

    private long startOfLap(long position) {
        return position & -lap;
    }

    private long distance(long from, long to) {
        long laps = (startOfLap(to) - startOfLap(from)) / lap;
        return laps * capacity + index(to) - index(from);
    }

    private long sequenceAcquire(int index) {
        return (long) SEQUENCES.getAcquire(sequences, index);
    }

    private void setSequenceRelease(int index, long sequence) {
        SEQUENCES.setRelease(sequences, index, sequence);
    }

    @SuppressWarnings("unchecked")
    private E elementPlain(int index) {
        return (E) elements[index];
    }

    @SuppressWarnings("unchecked")
    private E elementAcquire(int index) {
        return (E) ELEMENTS.getAcquire(elements, index);
    }

    private void setElementRelease(int index, Object element) {
        ELEMENTS.setRelease(elements, index, element);
    }

    private void clearElementOpaque(int index) {
        ELEMENTS.setOpaque(elements, index, (Object) null);
    }

    private final class WeakIterator implements Iterator<E> {

        private long position = headAcquire();
        private final long end = tailAcquire();
        private E next = advance();

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public E next() {
            E element = next;
            if (element == null) {
                throw new NoSuchElementException();
            }
            next = advance();
            return element;
        }

        /** The next element that stayed in its slot while it was read. */
        private E advance() {
            while (distance(position, end) > 0) {
                int index = index(position);
                long holding = position + 1;
                position = successor(position);
                if (sequenceAcquire(index) == holding) {
                    E element = elementAcquire(index);
                    if (element != null && sequenceAcquire(index) == holding) {
                        return element;
                    }
                }
            }
            return null;
        }
    }
}
