package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of an {@link Injector} beside head and tail: where the segments of both ends are, and whether it
 * is closed. They change once in a segment at the most, so they share cache lines. The memory orders are explained in
 * the table of {@code Injector}.
 *
 * @param <E> the element type
 */
abstract class InjectorEnds<E> extends PaddedEnds<E> {

    /** The lowest bit of the tail. */
    static final long CLOSED = 1;

    private static final VarHandle HEAD_SEGMENT;
    private static final VarHandle TAIL_SEGMENT;
    private static final VarHandle CLOSED_FLAG;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD_SEGMENT = lookup.findVarHandle(InjectorEnds.class, "headSegment", Segment.class)
                    .withInvokeExactBehavior();
            TAIL_SEGMENT = lookup.findVarHandle(InjectorEnds.class, "tailSegment", Segment.class)
                    .withInvokeExactBehavior();
            CLOSED_FLAG = lookup.findVarHandle(InjectorEnds.class, "closed", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Segment<E> headSegment;

    /** Not private: a producer that has run out of stack cannot call a method. */
    Segment<E> tailSegment;

    /** Spares offers to a closed injector the ticket. Only a hint: the bit in tail decides. */
    private boolean closed;

    InjectorEnds(long firstPosition, int firstLength) {
        initializeTail(firstPosition);
        initializeHead(firstPosition);
        headSegment = Segment.first(firstPosition, firstLength);
        tailSegment = headSegment;
    }

    @SuppressWarnings("unchecked")
    final Segment<E> headSegmentAcquire() {
        return (Segment<E>) HEAD_SEGMENT.getAcquire(this);
    }

    final boolean weakCasHeadSegmentRelease(Segment<E> expected, Segment<E> next) {
        return HEAD_SEGMENT.weakCompareAndSetRelease(this, expected, next);
    }

    @SuppressWarnings("unchecked")
    final Segment<E> tailSegmentOpaque() {
        return (Segment<E>) TAIL_SEGMENT.getOpaque(this);
    }

    final boolean weakCasTailSegmentPlain(Segment<E> expected, Segment<E> next) {
        return TAIL_SEGMENT.weakCompareAndSetPlain(this, expected, next);
    }

    final boolean closedOpaque() {
        return (boolean) CLOSED_FLAG.getOpaque(this);
    }

    final void setClosedOpaque() {
        CLOSED_FLAG.setOpaque(this, true);
    }
}
