package dev.filch.queue;

import dev.filch.internal.Racy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of an {@link MpmcRing}: its slots, and the accessors of head and tail. The fields of head and
 * tail are in {@link PaddedRing} and {@link CompactRing}, which differ in nothing else. In an object of their own, they
 * would cost each operation one more load.
 *
 * @param <E> the element type
 */
abstract class RingFields<E> extends WeaklyConsistentQueue<E> {

    /** The state of a slot that is free for the element of a position. */
    static final int FREE = 0;

    /** The state of a slot that holds the element of a position. */
    static final int PUBLISHED = 1;

    /** The sign bit of tail, which positions never reach: at a nanosecond per element, that would take a century. */
    static final long CLOSED = Long.MIN_VALUE;

    private static final VarHandle SEQUENCES =
            MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();
    private static final VarHandle ELEMENTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    /** With a larger capacity, the state of a slot would not fit into the half of its sequence that is kept. */
    private static final int MAX_CAPACITY = (1 << 30) - 1;

    final int capacity;

    /** The distance between two positions of the same slot: the least power of two greater than the capacity. */
    final long lap;

    /** Stored, so that operations need not compute it. */
    private final int lastIndex;

    /** The distance from the last index to the next lap. */
    private final long stepToNextLap;

    /**
     * The lower halves of the sequences. They suffice: a slot is at most one lap behind head and tail, and a thread
     * that acts on an older position fails to advance head or tail, which are compared in full.
     */
    private final int[] sequences;
    private final Object[] elements;

    RingFields(int capacity, long firstLap) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity must be between 1 and " + MAX_CAPACITY + ", not " + capacity);
        }
        this.capacity = capacity;
        lap = lap(capacity);
        lastIndex = capacity - 1;
        stepToNextLap = lap - lastIndex;
        sequences = new int[capacity];
        elements = new Object[capacity];
        for (int i = 0; i < capacity; i++) {
            sequences[i] = (int) start(firstLap) + i;
        }
    }

    static long lap(int capacity) {
        return Integer.toUnsignedLong(Integer.highestOneBit(capacity) << 1);
    }

    /** The first position of a lap. */
    final long start(long firstLap) {
        return firstLap * lap;
    }

    /** The position in a value of tail. */
    static long position(long tail) {
        return tail & ~CLOSED;
    }

    /** The slot of a position. Callers keep it in a local variable: the JVM would compute it again after a CAS. */
    final int index(long position) {
        return (int) (position & (lap - 1));
    }

    final long successor(long position) {
        return position + (index(position) == lastIndex ? stepToNextLap : 1);
    }

    /** How many slots there are from one position to another. */
    final long distance(long from, long to) {
        long laps = (startOfLap(to) - startOfLap(from)) / lap;
        return laps * capacity + index(to) - index(from);
    }

    private long startOfLap(long position) {
        return position & -lap;
    }

    /**
     * Acquire: an offer compares this tail with a head that it reads later. If this were opaque, that head could be
     * older than this tail. Checked by RingScenario:2,0,1,op,po.
     */
    abstract long tailAcquire();

    /** Volatile: the test for empty is in one order with casTail. Checked by StoreBufferingScenario:true,offer-poll. */
    abstract long tailVolatile();

    /**
     * Volatile: it is in one order with the tests for full and empty, so that a poll of any thread finds the element of
     * an offer that has returned. Checked by StoreBufferingScenario:true,offer-poll.
     */
    abstract boolean casTail(long expected, long next);

    /**
     * Opaque: where tail was when a producer last backed off. With plain reads, a loop might never see the change that
     * ends its backing off. Checked by RingScenario:1,0,1,o,o,p.
     */
    abstract long lastTailBackoffOpaque();

    /** Opaque: pairs with lastTailBackoffOpaque. Checked by RingScenario:1,0,1,o,o,p. */
    abstract void setLastTailBackoffOpaque(long position);

    /**
     * Acquire: a poll compares this head with a tail that it reads later; as tailAcquire. Checked by
     * RingScenario:2,0,1,op,po.
     */
    abstract long headAcquire();

    /**
     * Volatile: the test for full and isEmpty are in one order with casHead. Checked by
     * StoreBufferingScenario:true,poll-offer.
     */
    abstract long headVolatile();

    /** Volatile: as casTail, with the roles exchanged. Checked by StoreBufferingScenario:true,poll-offer. */
    abstract boolean casHead(long expected, long next);

    /**
     * Opaque: where head was when a consumer last backed off; as lastTailBackoffOpaque. Checked by
     * RingScenario:2,0,1,pp,p,o.
     */
    abstract long lastHeadBackoffOpaque();

    /** Opaque: pairs with lastHeadBackoffOpaque. Checked by RingScenario:2,0,1,pp,p,o. */
    abstract void setLastHeadBackoffOpaque(long position);

    /**
     * Acquire: it comes before the read of the element, or before the next write of the slot. Checked by
     * RingScenario:1,0,0,o,p.
     *
     * @return how far the slot's sequence is ahead of a position: {@link #FREE}; {@link #PUBLISHED}; less if the slot
     *     is still in an earlier lap; more if the slot was used and freed
     */
    final int stateAcquire(int index, long position) {
        return (int) SEQUENCES.getAcquire(sequences, index) - (int) position;
    }

    /**
     * Release: it comes after the write of the element, or after the element was read and cleared. Checked by
     * RingScenario:1,0,0,o,p.
     */
    final void setSequenceRelease(int index, long sequence) {
        SEQUENCES.setRelease(sequences, index, (int) sequence);
    }

    /** Plain: the consumer owns the slot, and the next thread that writes it waits for the sequence. */
    final E elementPlain(int index) {
        return element(elements[index]);
    }

    /**
     * Opaque: a batch reads elements before it claims them. The read may race with a thread that clears the slot; then
     * the claim fails. It cannot see what is written after the claim. Checked by RingScenario:2,0,2,A,p.
     */
    final E elementOpaque(int index) {
        return element(ELEMENTS.getOpaque(elements, index));
    }

    /** Acquire: it comes before peek and the iterator read head again. Checked by RingScenario:1,0,1,k,po. */
    final E elementAcquire(int index) {
        return element(ELEMENTS.getAcquire(elements, index));
    }

    /**
     * Release: a thread that reads the element and does not own the slot must then see that head has advanced since the
     * last lap. Checked by RingScenario:1,0,1,k,po.
     */
    final void setElementRelease(int index, Object element) {
        ELEMENTS.setRelease(elements, index, element);
    }

    /**
     * Plain: it may race with readers that do not own the slot. The iterator passes over null. peek and the batches
     * take null for an abandoned slot, and then fail to move head. drain reads each element twice; if the reads differ,
     * it fails to move head as well. The store stays between the claim and the store of the sequence. Checked by
     * RingScenario:1,0,1,k,po.
     */
    @Racy
    final void clearElementPlain(int index) {
        elements[index] = null;
    }

    @SuppressWarnings("unchecked")
    private E element(Object item) {
        return (E) item;
    }
}
