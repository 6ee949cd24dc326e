package dev.filch.queue;

import dev.filch.internal.Backoff;
import dev.filch.internal.Racy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of an {@link MpmcRing} and the positions that lead to them. The memory orders are explained in the table of
 * {@code MpmcRing}.
 *
 * @param <E> the element type
 */
abstract class RingSlots<E> extends RingEnds<E> {

    /** The state of a slot that waits for the element of a position. */
    static final int FREE = 0;

    /** The state of a slot that holds it. */
    static final int PUBLISHED = 1;

    private static final VarHandle SEQUENCES =
            MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();
    private static final VarHandle ELEMENTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    /** With more, the state of a slot would not fit into the half of its sequence that is kept. */
    private static final int MOST = (1 << 30) - 1;

    final int capacity;

    /** The distance between the positions of one slot: the least power of two greater than the capacity. */
    final long lap;

    /** The last index of a lap, and how far it is from there to the next lap: each operation would compute them. */
    private final int last;
    private final long stepToNextLap;

    /**
     * The lower half of each slot's sequence is enough: a slot is at most a lap behind the position that the ends stand
     * at, and what a thread concludes from a position that is older fails at the ends, which are compared in full.
     */
    private final int[] sequences;
    private final Object[] elements;

    RingSlots(int capacity, long firstLap) {
        if (capacity < 1 || capacity > MOST) {
            throw new IllegalArgumentException("capacity must be between 1 and " + MOST + ", not " + capacity);
        }
        this.capacity = capacity;
        lap = Integer.toUnsignedLong(Integer.highestOneBit(capacity) << 1);
        last = capacity - 1;
        stepToNextLap = lap - last;
        sequences = new int[capacity];
        elements = new Object[capacity];
        for (int i = 0; i < capacity; i++) {
            sequences[i] = (int) start(firstLap) + i;
        }
    }

    /** Where the ends stand at first. */
    final long start(long firstLap) {
        return firstLap * lap;
    }

    /**
     * The slot of a position. Callers keep it in a local variable across the claim, behind which the JVM would compute
     * it anew.
     */
    final int index(long position) {
        return (int) (position & (lap - 1));
    }

    final long successor(long position) {
        return position + (index(position) == last ? stepToNextLap : 1);
    }

    final long distance(long from, long to) {
        long laps = (startOfLap(to) - startOfLap(from)) / lap;
        return laps * capacity + index(to) - index(from);
    }

    private long startOfLap(long position) {
        return position & -lap;
    }

    /**
     * How far the sequence of a slot is ahead of the position that comes to it: {@link #FREE}, {@link #PUBLISHED}, less
     * than free if the slot is still in an earlier lap, more than published if it was used and freed.
     */
    final int stateAcquire(int index, long position) {
        return (int) SEQUENCES.getAcquire(sequences, index) - (int) position;
    }

    /** Whether a slot that was not yet in a state has come to it a moment later. */
    final boolean hasCome(int state, int index, long position) {
        Backoff.pauseOnce();
        return stateAcquire(index, position) == state;
    }

    /** Puts an element into a slot that the calling thread has claimed. */
    final void publish(int index, long position, E element) {
        setElementRelease(index, element);
        setSequenceRelease(index, position + PUBLISHED);
    }

    /** Takes what is in a slot that the calling thread has claimed, and frees it; null if it was abandoned. */
    final E release(int index, long position) {
        E element = elementPlain(index);
        clearElementPlain(index);
        setSequenceRelease(index, position + lap);
        return element;
    }

    /** Puts an element into one of the slots that the calling thread has claimed, or null to abandon it. */
    final void put(int index, E element) {
        setElementRelease(index, element);
    }

    /** Publishes a run of slots. */
    final void publishAll(int index, long position, int count) {
        setSequences(index, position + PUBLISHED, count);
    }

    /** Clears and frees a run of slots. */
    final void releaseAll(int index, long position, int count) {
        for (int i = 0; i < count; i++) {
            clearElementPlain(index + i);
        }
        setSequences(index, position + lap, count);
    }

    /**
     * The last one first: who waits for the first one then finds all of them, and does not fetch their cache lines
     * again and again while they are written.
     */
    private void setSequences(int index, long first, int count) {
        for (int i = count - 1; i >= 0; i--) {
            setSequenceRelease(index + i, first + i);
        }
    }

    /** Puts an element in the place of one of the lap before, in a slot that the calling thread has claimed twice. */
    final E replace(int index, long position, E element) {
        E displaced = elementPlain(index);
        publish(index, position, element);
        return displaced;
    }

    final E elementOpaque(int index) {
        return element(ELEMENTS.getOpaque(elements, index));
    }

    final E elementAcquire(int index) {
        return element(ELEMENTS.getAcquire(elements, index));
    }

    private void setSequenceRelease(int index, long sequence) {
        SEQUENCES.setRelease(sequences, index, (int) sequence);
    }

    private E elementPlain(int index) {
        return element(elements[index]);
    }

    private void setElementRelease(int index, Object element) {
        ELEMENTS.setRelease(elements, index, element);
    }

    @Racy
    private void clearElementPlain(int index) {
        elements[index] = null;
    }

    @SuppressWarnings("unchecked")
    private E element(Object item) {
        return (E) item;
    }
}
