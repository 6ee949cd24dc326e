package dev.filch.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Iterates over an {@link MpmcRing} as {@link MpmcRing#iterator} says.
 *
 * @param <E> the element type
 */
final class RingIterator<E> implements Iterator<E> {

    private final RingSlots<E> ring;
    private final long end;
    private long position;
    private E next;

    RingIterator(RingSlots<E> ring) {
        this.ring = ring;
        position = ring.headAcquire();
        end = ring.tailAcquire();
        next = advance();
    }

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

    /** The next element that was still in the ring after it was read. */
    private E advance() {
        while (end - position > 0) {
            long looked = position;
            int index = ring.index(looked);
            position = ring.successor(looked);
            if (ring.stateAcquire(index, looked) == RingSlots.PUBLISHED) {
                E element = ring.elementAcquire(index);
                if (element != null && ring.headAcquire() - looked <= 0) {
                    return element;
                }
            }
        }
        return null;
    }
}
