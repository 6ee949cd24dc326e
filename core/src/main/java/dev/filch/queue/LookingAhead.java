package dev.filch.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An iterator that holds the element it will show next. So {@link #next} succeeds after {@link #hasNext} has returned
 * true, even if the element is taken in between.
 *
 * @param <E> the element type
 */
abstract class LookingAhead<E> implements Iterator<E> {

    private E next;

    /** Finds the element behind the last one found; null at the end. */
    abstract E advance();

    /** Finds the first element. To be called at the end of a constructor. */
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
