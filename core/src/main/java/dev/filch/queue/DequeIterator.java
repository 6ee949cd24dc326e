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
    @SuppressWarnings("unchecked")
    E advance() {
        while (end - position > 0) {
            Object[] buffer = deque.bufferAcquire();
            Object item = DequeFields.slotAcquire(buffer, position);
            long oldest = TopWord.position(deque.topVolatile());
            if (oldest - position > 0) {
                // The slot may hold a newer element.
                position = oldest;
            } else if (DequeFields.isThere(item)) {
                position += TopWord.STEP;
                return (E) item;
            } else if (buffer == deque.bufferAcquire()) {
                // The owner has popped the element. Otherwise, the new buffer holds it.
                position += TopWord.STEP;
            }
        }
        return null;
    }
}
