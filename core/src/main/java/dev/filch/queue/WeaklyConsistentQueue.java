package dev.filch.queue;

import java.util.AbstractQueue;
import java.util.Spliterator;
import java.util.Spliterators;

/**
 * A queue that others may change while somebody iterates over it.
 *
 * @param <E> the element type
 */
abstract class WeaklyConsistentQueue<E> extends AbstractQueue<E> {

    /**
     * Goes over the elements as {@link #iterator} does. It claims no size, since others may change it at any time:
     * streams fail when they find another than they were told.
     *
     * @return a new spliterator
     */
    @Override
    public final Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }
}
