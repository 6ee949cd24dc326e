package dev.filch.queue;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of an {@link Injector}. Its superclasses, which follow in this file, hold tail, which producers
 * write, and head, which consumers write. Each has cache lines of its own; {@link FrontPad} says why the pads are 128
 * bytes. The variables of this class change at most once per segment, so they share cache lines.
 *
 * @param <E> the element type
 */
abstract class InjectorFields<E> extends InjectorLastPad<E> {

    private static final VarHandle HEAD_SEGMENT;
    private static final VarHandle TAIL_SEGMENT;
    private static final VarHandle CLOSED_FLAG;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD_SEGMENT = lookup.findVarHandle(InjectorFields.class, "headSegment", Segment.class)
                    .withInvokeExactBehavior();
            TAIL_SEGMENT = lookup.findVarHandle(InjectorFields.class, "tailSegment", Segment.class)
                    .withInvokeExactBehavior();
            CLOSED_FLAG = lookup.findVarHandle(InjectorFields.class, "closed", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Segment<E> headSegment;

    /** Not private, because a producer that has run out of stack cannot call a method. */
    Segment<E> tailSegment;

    /** A hint that spares offers to a closed injector the ticket. The lowest bit of tail decides. */
    private boolean closed;

    InjectorFields(long firstPosition, int firstLength) {
        super(firstPosition);
        headSegment = new Segment<>(firstPosition, firstLength);
        tailSegment = headSegment;
    }

    /** Acquire: a head that is read later is not before the segment's start. Checked by InjectorScenario:0,1,2,pp,p. */
    @SuppressWarnings("unchecked")
    final Segment<E> headSegmentAcquire() {
        return (Segment<E>) HEAD_SEGMENT.getAcquire(this);
    }

    /**
     * Release: passes on that head has left the segment before. If it fails for no reason, it is tried again. Checked
     * by InjectorScenario:0,1,2,pp,p.
     */
    final boolean weakCasHeadSegmentRelease(Segment<E> expected, Segment<E> next) {
        return HEAD_SEGMENT.weakCompareAndSetRelease(this, expected, next);
    }

    /**
     * Opaque: reads a hint. The read stays before getAndAddTail, which is a release (I4). The segment's fields are
     * final. Checked by InjectorScenario:0,1,1,o,o,p.
     */
    @SuppressWarnings("unchecked")
    final Segment<E> tailSegmentOpaque() {
        return (Segment<E>) TAIL_SEGMENT.getOpaque(this);
    }

    /**
     * Plain: advances a hint, atomically, and may fail for no reason. The access stays behind the getAndAddTail of its
     * ticket, which is an acquire (I4).
     */
    final boolean weakCasTailSegmentPlain(Segment<E> expected, Segment<E> next) {
        return TAIL_SEGMENT.weakCompareAndSetPlain(this, expected, next);
    }

    /** Opaque: reads a hint. A producer that finds it set calls isClosed. Checked by InjectorScenario:0,1,0,oo,c. */
    final boolean closedOpaque() {
        return (boolean) CLOSED_FLAG.getOpaque(this);
    }

    /** Opaque: sets a hint. Checked by InjectorScenario:0,1,0,oo,c. */
    final void setClosedOpaque() {
        CLOSED_FLAG.setOpaque(this, true);
    }

    /**
     * The slots of consecutive positions, and a link to the next segment. A slot is null at first. It gets an element
     * or {@link #ABANDONED} once, and then becomes null again.
     */
    static final class Segment<E> {

        /** The distance between positions. The lowest bit of tail says whether the injector is closed. */
        static final long STEP = 2;

        static final int STEP_SHIFT = 1;

        /** Stored in the slot of an owner that has run out of stack, so that consumers skip it. */
        static final Object ABANDONED = new Object();

        static final int FIRST_LENGTH = 16;

        /** From two producers on, 64 slots were clearly slower, and 1024 were no faster. */
        private static final int MAX_LENGTH = 256;

        private static final VarHandle SLOTS =
                MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
        private static final VarHandle NEXT;

        static {
            try {
                NEXT = MethodHandles.lookup().findVarHandle(Segment.class, "next", Segment.class)
                        .withInvokeExactBehavior();
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        // Not private, because a producer that has run out of stack cannot call a method.
        final long start;
        final long end;
        final Object[] slots;

        /**
         * The next segment; null if there is none; or this segment, which is then dead, once the consumers have left.
         */
        private Segment<E> next;

        Segment(long start, int length) {
            this.start = start;
            end = start + length * STEP;
            slots = new Object[length];
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

        /**
         * Acquire: it comes before the element's contents are read, or head after a null. Checked by
         * InjectorScenario:0,1,0,o,p.
         *
         * @return an element; {@link #ABANDONED}; or null if the element is not there yet, or was taken
         */
        Object itemAcquire(long position) {
            return SLOTS.getAcquire(slots, index(position));
        }

        boolean isPublished(long position) {
            Object item = itemAcquire(position);
            return item != null && item != ABANDONED;
        }

        /** Plain: the consumer has seen the element with itemAcquire, and has claimed it. */
        Object claimedPlain(long position) {
            return slots[index(position)];
        }

        /**
         * Release: a tryPoll that reads this null then reads a head beyond the position, and does not report that the
         * element is missing. Checked by InjectorScenario:0,2,2,t,p.
         */
        void clearRelease(long position) {
            SLOTS.setRelease(slots, index(position), (Object) null);
        }

        /** Release: it comes after the element's contents are written. Checked by InjectorScenario:0,1,0,o,p. */
        void setItemRelease(long position, E element) {
            SLOTS.setRelease(slots, index(position), (Object) element);
        }

        /**
         * Opaque: the fields of a segment are final, and its slots have modes of their own. Checked by
         * InjectorScenario:0,2,0,o,c,o.
         *
         * @return the next segment; null if there is none; or this one if it is dead
         */
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
            Segment<E> fresh = new Segment<>(end, Math.min(slots.length * 2, MAX_LENGTH));
            Segment<E> witness = casNextFromNullRelease(fresh);
            return witness == null ? fresh : witness;
        }

        /**
         * Appends segments until those behind this one have at least {@code slotCount} slots; false if this one or one
         * of them is dead.
         */
        boolean appendSegments(int slotCount) {
            long until = end + slotCount * STEP;
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

        /** Release: opaque would do, as for nextOpaque. The JDK has no weaker strong CAS that returns what it found. */
        @SuppressWarnings("unchecked")
        private Segment<E> casNextFromNullRelease(Segment<E> fresh) {
            return (Segment<E>)
                    NEXT.compareAndExchangeRelease(this, (Segment<?>) null, fresh);
        }

        /**
         * Opaque: a thread that meets a dead segment reads headSegment until it lies beyond this one (I5). The link to
         * itself keeps no younger segment alive once this one is old. Checked by InjectorScenario:0,1,0,a,pp.
         */
        void setNextToSelfOpaque() {
            NEXT.setOpaque(this, this);
        }

        private int index(long position) {
            return (int) ((position - start) >>> STEP_SHIFT);
        }
    }
}

abstract class InjectorTailPad<E> extends WeaklyConsistentQueue<E> {

    private byte p00, p01, p02, p03, p04, p05, p06, p07;
    private byte p10, p11, p12, p13, p14, p15, p16, p17;
    private byte p20, p21, p22, p23, p24, p25, p26, p27;
    private byte p30, p31, p32, p33, p34, p35, p36, p37;
    private byte p40, p41, p42, p43, p44, p45, p46, p47;
    private byte p50, p51, p52, p53, p54, p55, p56, p57;
    private byte p60, p61, p62, p63, p64, p65, p66, p67;
    private byte p70, p71, p72, p73, p74, p75, p76, p77;
    private byte p80, p81, p82, p83, p84, p85, p86, p87;
    private byte p90, p91, p92, p93, p94, p95, p96, p97;
    private byte pa0, pa1, pa2, pa3, pa4, pa5, pa6, pa7;
    private byte pb0, pb1, pb2, pb3, pb4, pb5, pb6, pb7;
    private byte pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7;
    private byte pd0, pd1, pd2, pd3, pd4, pd5, pd6, pd7;
    private byte pe0, pe1, pe2, pe3, pe4, pe5, pe6, pe7;
    private byte pf0, pf1, pf2, pf3, pf4, pf5, pf6, pf7;
}

abstract class InjectorTail<E> extends InjectorTailPad<E> {

    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(InjectorTail.class, "tail", long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long tail;

    InjectorTail(long firstPosition) {
        tail = firstPosition;
    }

    /**
     * Opaque: close reads the value that its CAS expects; size and the iterator need an estimate. Checked by
     * InjectorScenario:0,1,0,oo,c.
     */
    final long tailOpaque() {
        return (long) TAIL.getOpaque(this);
    }

    /**
     * Volatile: the test for empty is in one order with getAndAddTail. Checked by
     * StoreBufferingScenario:false,offer-poll.
     */
    final long tailVolatile() {
        return (long) TAIL.getVolatile(this);
    }

    /**
     * Volatile: a close is in one order with isClosed of other threads. Checked by
     * StoreBufferingScenario:false,close-isClosed.
     */
    final boolean casTail(long expected, long next) {
        return TAIL.compareAndSet(this, expected, next);
    }

    /**
     * Volatile: it is in one order with the test for empty. A later poll must find the element of an offer that has
     * returned, and so must a worker that is about to sleep. Checked by StoreBufferingScenario:false,offer-poll.
     */
    final long getAndAddTail(long delta) {
        return (long) TAIL.getAndAdd(this, delta);
    }
}

abstract class InjectorHeadPad<E> extends InjectorTail<E> {

    private byte p00, p01, p02, p03, p04, p05, p06, p07;
    private byte p10, p11, p12, p13, p14, p15, p16, p17;
    private byte p20, p21, p22, p23, p24, p25, p26, p27;
    private byte p30, p31, p32, p33, p34, p35, p36, p37;
    private byte p40, p41, p42, p43, p44, p45, p46, p47;
    private byte p50, p51, p52, p53, p54, p55, p56, p57;
    private byte p60, p61, p62, p63, p64, p65, p66, p67;
    private byte p70, p71, p72, p73, p74, p75, p76, p77;
    private byte p80, p81, p82, p83, p84, p85, p86, p87;
    private byte p90, p91, p92, p93, p94, p95, p96, p97;
    private byte pa0, pa1, pa2, pa3, pa4, pa5, pa6, pa7;
    private byte pb0, pb1, pb2, pb3, pb4, pb5, pb6, pb7;
    private byte pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7;
    private byte pd0, pd1, pd2, pd3, pd4, pd5, pd6, pd7;
    private byte pe0, pe1, pe2, pe3, pe4, pe5, pe6, pe7;
    private byte pf0, pf1, pf2, pf3, pf4, pf5, pf6, pf7;

    InjectorHeadPad(long firstPosition) {
        super(firstPosition);
    }
}

abstract class InjectorHead<E> extends InjectorHeadPad<E> {

    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(InjectorHead.class, "head", long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long head;

    InjectorHead(long firstPosition) {
        super(firstPosition);
        head = firstPosition;
    }

    /**
     * Acquire: the tickets and segments before this head become visible with it, so a tail that is read later is no
     * older than this head. Checked by InjectorScenario:0,2,0,o,p,s.
     */
    final long headAcquire() {
        return (long) HEAD.getAcquire(this);
    }

    /**
     * Volatile: the answer "not empty" of isEmpty is in one order with the claims. Checked by
     * StoreBufferingScenario:false,poll-isEmpty.
     */
    final long headVolatile() {
        return (long) HEAD.getVolatile(this);
    }

    /**
     * Volatile: a claim is in one order with isEmpty of other threads. Checked by
     * StoreBufferingScenario:false,poll-isEmpty.
     */
    final boolean casHead(long expected, long next) {
        return HEAD.compareAndSet(this, expected, next);
    }
}

abstract class InjectorLastPad<E> extends InjectorHead<E> {

    private byte p00, p01, p02, p03, p04, p05, p06, p07;
    private byte p10, p11, p12, p13, p14, p15, p16, p17;
    private byte p20, p21, p22, p23, p24, p25, p26, p27;
    private byte p30, p31, p32, p33, p34, p35, p36, p37;
    private byte p40, p41, p42, p43, p44, p45, p46, p47;
    private byte p50, p51, p52, p53, p54, p55, p56, p57;
    private byte p60, p61, p62, p63, p64, p65, p66, p67;
    private byte p70, p71, p72, p73, p74, p75, p76, p77;
    private byte p80, p81, p82, p83, p84, p85, p86, p87;
    private byte p90, p91, p92, p93, p94, p95, p96, p97;
    private byte pa0, pa1, pa2, pa3, pa4, pa5, pa6, pa7;
    private byte pb0, pb1, pb2, pb3, pb4, pb5, pb6, pb7;
    private byte pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7;
    private byte pd0, pd1, pd2, pd3, pd4, pd5, pd6, pd7;
    private byte pe0, pe1, pe2, pe3, pe4, pe5, pe6, pe7;
    private byte pf0, pf1, pf2, pf3, pf4, pf5, pf6, pf7;

    InjectorLastPad(long firstPosition) {
        super(firstPosition);
    }
}
