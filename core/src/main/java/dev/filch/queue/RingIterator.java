package dev.filch.queue;

/**
 * Iterates over an {@link MpmcRing} as {@link MpmcRing#iterator} says.
 *
 * @param <E> the element type
 */
final class RingIterator<E> extends LookingAhead<E> {

    private final RingSlots<E> ring;
    private final long end;
    private long position;

    RingIterator(RingSlots<E> ring) {
        this.ring = ring;
        position = ring.headAcquire();
        end = ring.tailAcquire();
        begin();
    }

    /** The next element that was still in the ring after it was read. */
    @Override
    E advance() {
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
