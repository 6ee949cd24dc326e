package dev.filch.queue;

import java.util.AbstractQueue;
import java.util.Spliterator;
import java.util.Spliterators;

/**
 * A queue that other threads may change during an iteration.
 *
 * @param <E> the element type
 */
abstract class WeaklyConsistentQueue<E> extends AbstractQueue<E> {

    /**
     * Visits the elements as {@link #iterator} does. It reports no size, because the size may change at any time, and
     * streams fail if the number of elements differs from the reported size.
     *
     * @return a new spliterator
     */
    @Override
    public final Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }
}
