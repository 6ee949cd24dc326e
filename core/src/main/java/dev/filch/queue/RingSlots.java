package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of an {@link MpmcRing} and the positions that lead to them. The memory orders are explained in the table of
 * {@code MpmcRing}.
 *
 * @param <E> the element type
 */
abstract class RingSlots<E> extends PaddedEnds<E> {

    /** Stands in a slot that was claimed in vain: consumers pass over it. */
    static final Object ABANDONED = new Object();

    private static final VarHandle SEQUENCES =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final VarHandle ELEMENTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    final int capacity;
    final long lap;
    private final long[] sequences;
    private final Object[] elements;

    RingSlots(int capacity, long firstLap) {
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

    final int index(long position) {
        return (int) (position & (lap - 1));
    }

    final long successor(long position) {
        return index(position) + 1 < capacity ? position + 1 : startOfLap(position) + lap;
    }

    /** The position that is {@code count} slots further on; at most a lap. */
    final long advance(long position, int count) {
        int index = index(position) + count;
        return startOfLap(position) + (index < capacity ? index : lap + index - capacity);
    }

    final long distance(long from, long to) {
        long laps = (startOfLap(to) - startOfLap(from)) / lap;
        return laps * capacity + index(to) - index(from);
    }

    private long startOfLap(long position) {
        return position & -lap;
    }

    final boolean isFree(long position) {
        return sequenceAcquire(index(position)) == position;
    }

    final boolean isPublished(long position) {
        return sequenceAcquire(index(position)) == position + 1;
    }

    /** Puts an element into a slot that the calling thread has claimed. */
    final void publish(long position, Object element) {
        int index = index(position);
        setElementRelease(index, element);
        setSequenceRelease(index, position + 1);
    }

    /** Takes what is in a slot that the calling thread has claimed, and frees it. */
    final Object release(long position) {
        int index = index(position);
        Object element = elementPlain(index);
        clearElementOpaque(index);
        setSequenceRelease(index, position + lap);
        return element;
    }

    final long sequenceAcquire(int index) {
        return (long) SEQUENCES.getAcquire(sequences, index);
    }

    private void setSequenceRelease(int index, long sequence) {
        SEQUENCES.setRelease(sequences, index, sequence);
    }

    final Object elementPlain(int index) {
        return elements[index];
    }

    final Object elementAcquire(int index) {
        return (Object) ELEMENTS.getAcquire(elements, index);
    }

    private void setElementRelease(int index, Object element) {
        ELEMENTS.setRelease(elements, index, element);
    }

    private void clearElementOpaque(int index) {
        ELEMENTS.setOpaque(elements, index, (Object) null);
    }
}
