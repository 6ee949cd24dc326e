package dev.filch.queue;

/**
 * Reads a {@link WorkDeque} from the oldest element to the newest, on any thread, and takes none.
 *
 * <p>It reads each slot as a thief does. A thief's CAS fails if the element was taken meanwhile; here a second read of
 * top shows this.
 */
final class DequeIterator<E> extends LookingAhead<E> {

    private final WorkDeque<E> deque;
    private final long end;
    private long position;

    DequeIterator(WorkDeque<E> deque) {
        this.deque = deque;
        long top = deque.topVolatile();
        position = TopWord.position(top);
        end = position + deque.sizeFrom(top) * TopWord.STEP;
        begin();
    }

    @Override
    E advance() {
        while (end - position > 0) {
            E element = elementAt(position);
            long oldest = TopWord.position(deque.topVolatile());
            if (oldest - position > 0) {
                // The slot may hold a newer element.
                position = oldest;
            } else {
                position += TopWord.STEP;
                if (element != null) {
                    return element;
                }
            }
        }
        return null;
    }

    /** Null if the owner has popped the element. Tries again if the owner has moved it to another buffer. */
    @SuppressWarnings("unchecked")
    private E elementAt(long position) {
        while (true) {
            Object[] buffer = deque.bufferAcquire();
            Object item = DequeFields.slotAcquire(buffer, position);
            if (DequeFields.isThere(item) || buffer == deque.bufferAcquire()) {
                return (E) item;
            }
        }
    }
}
