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

    /** The next element that stayed in its slot while it was read. */
    @SuppressWarnings("unchecked")
    private E advance() {
        while (ring.distance(position, end) > 0) {
            long looked = position;
            position = ring.successor(looked);
            if (ring.isPublished(looked)) {
                Object element = ring.elementAcquire(ring.index(looked));
                if (element != null && element != RingSlots.ABANDONED && ring.isPublished(looked)) {
                    return (E) element;
                }
            }
        }
        return null;
    }
}
