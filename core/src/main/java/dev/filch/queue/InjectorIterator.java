package dev.filch.queue;

/**
 * Iterates over an {@link Injector} as {@link Injector#iterator} says: along the segments, and on to the head where the
 * consumers have overtaken it.
 *
 * @param <E> the element type
 */
final class InjectorIterator<E> extends LookingAhead<E> {

    private final InjectorEnds<E> injector;
    private final long end;
    private Segment<E> segment;
    private long position;

    InjectorIterator(InjectorEnds<E> injector) {
        this.injector = injector;
        segment = injector.headSegmentAcquire();
        position = injector.headAcquire();
        end = injector.tailOpaque() & ~InjectorEnds.CLOSED;
        begin();
    }

    @Override
    @SuppressWarnings("unchecked")
    E advance() {
        while (end - position > 0 && reachSegment()) {
            Object item = segment.itemAcquire(position);
            position += Segment.STEP;
            if (item != null && item != Segment.ABANDONED) {
                return (E) item;
            }
        }
        return null;
    }

    /** Goes to the segment of the position, or on to the head if that is further; false at the end of the list. */
    private boolean reachSegment() {
        while (segment.endsBefore(position)) {
            Segment<E> following = segment.nextOpaque();
            if (following == null) {
                return false;
            }
            if (following == segment) {
                following = injector.headSegmentAcquire();
                if (following.startsAfter(position)) {
                    position = following.start();
                }
            }
            segment = following;
        }
        return end - position > 0;
    }
}
