package dev.filch.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An iterator that holds the element it will show next: what it has promised by {@link #hasNext} cannot be taken away.
 *
 * @param <E> the element type
 */
abstract class LookingAhead<E> implements Iterator<E> {

    private E next;

    /** The element after the last one found, or null at the end. */
    abstract E advance();

    /** Finds the first element; the last step of a constructor. */
    final void begin() {
        next = advance();
    }

    @Override
    public final boolean hasNext() {
        return next != null;
    }

    @Override
    public final E next() {
        E element = next;
        if (element == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return element;
    }
}
