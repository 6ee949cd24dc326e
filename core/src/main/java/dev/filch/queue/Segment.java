package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A stretch of an {@link Injector}: the slots of consecutive positions, and a link to the next stretch. A slot goes
 * once from null to an element or {@link #ABANDONED}, and back to null. The memory orders are explained in the table of
 * {@code Injector}.
 *
 * @param <E> the element type
 */
final class Segment<E> {

    /** Positions are this far apart, since the lowest bit of the tail says that the injector is closed. */
    static final long STEP = 2;

    static final int STEP_SHIFT = 1;

    /** Stored in a slot whose owner has run out of stack, so that consumers skip it. Publishes no other memory. */
    static final Object ABANDONED = new Object();

    static final int FIRST_LENGTH = 16;

    /** 64 slots were clearly slower from two producers on, 1024 no faster. */
    private static final int MOST_LENGTH = 256;

    private static final VarHandle SLOTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Segment.class, "next", Segment.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Not private: a producer that has run out of stack cannot call a method.
    final long start;
    final long end;
    final Object[] slots;

    /** Null, the next segment, or this one once the consumers have left it. */
    private Segment<E> next;

    private Segment(long start, int length) {
        this.start = start;
        end = start + length * STEP;
        slots = new Object[length];
    }

    static <E> Segment<E> first(long start, int length) {
        return new Segment<>(start, length);
    }

    boolean endsBefore(long position) {
        return position - end >= 0;
    }

    boolean startsAfter(long position) {
        return position - start < 0;
    }

    long start() {
        return start;
    }

    /** How many slots there are from a position on. */
    int slotsFrom(long position) {
        return (int) ((end - position) / STEP);
    }

    /** An element; null if it has not come yet, or has been taken; or {@link #ABANDONED}. */
    Object itemAcquire(long position) {
        return SLOTS.getAcquire(slots, index(position));
    }

    boolean isPublished(long position) {
        Object item = itemAcquire(position);
        return item != null && item != ABANDONED;
    }

    /** What this thread has claimed, and seen by {@link #itemAcquire} before. */
    Object claimedPlain(long position) {
        return slots[index(position)];
    }

    void clearRelease(long position) {
        SLOTS.setRelease(slots, index(position), (Object) null);
    }

    void setItemRelease(long position, E element) {
        SLOTS.setRelease(slots, index(position), (Object) element);
    }

    /** The next segment, or this one if it is dead, or null. */
    @SuppressWarnings("unchecked")
    Segment<E> nextOpaque() {
        return (Segment<E>) NEXT.getOpaque(this);
    }

    /** The next segment, appended if there is none; or this one if it is dead. */
    Segment<E> nextOrAppended() {
        Segment<E> present = nextOpaque();
        if (present != null) {
            return present;
        }
        Segment<E> fresh = new Segment<>(end, Math.min(slots.length * 2, MOST_LENGTH));
        Segment<E> witness = casNextFromNullRelease(fresh);
        return witness == null ? fresh : witness;
    }

    /** Makes sure that the segments behind this one have so many slots; false if this one, or one of them, is dead. */
    boolean reserve(int count) {
        long until = end + count * STEP;
        Segment<E> segment = this;
        while (segment.end - until < 0) {
            Segment<E> next = segment.nextOrAppended();
            if (next == segment) {
                return false;
            }
            segment = next;
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private Segment<E> casNextFromNullRelease(Segment<E> fresh) {
        return (Segment<E>)
                NEXT.compareAndExchangeRelease(this, (Segment<?>) null, fresh);
    }

    /** Links a segment that the consumers have left to itself, so that, once old, it keeps no younger one alive. */
    void setNextToSelfOpaque() {
        NEXT.setOpaque(this, this);
    }

    private int index(long position) {
        return (int) ((position - start) >>> STEP_SHIFT);
    }
}
