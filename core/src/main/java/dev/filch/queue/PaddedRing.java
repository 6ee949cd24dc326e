package dev.filch.queue;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring whose head and tail have cache lines of their own, so that the writes of producers and consumers do not
 * invalidate each other's line. This class is the pad before tail. The nested classes are the other fields and pads, in
 * their order in memory. {@link FrontPad} says why the pads are 128 bytes, and {@link RingFields} explains the
 * accessors.
 *
 * @param <E> the element type
 */
abstract sealed class PaddedRing<E> extends MpmcRing<E> {

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

    PaddedRing(int capacity, long firstLap) {
        super(capacity, firstLap);
    }

    static <E> MpmcRing<E> create(int capacity, long firstLap) {
        return new PaddedMpmcRing<>(capacity, firstLap);
    }

    abstract static sealed class Tail<E> extends PaddedRing<E> {

        private static final VarHandle TAIL;
        private static final VarHandle LAST_TAIL_BACKOFF;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                TAIL = lookup.findVarHandle(Tail.class, "tail", long.class).withInvokeExactBehavior();
                LAST_TAIL_BACKOFF =
                        lookup.findVarHandle(Tail.class, "lastTailBackoff", long.class).withInvokeExactBehavior();
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long tail;
        private long lastTailBackoff;

        Tail(int capacity, long firstLap) {
            super(capacity, firstLap);
            tail = start(firstLap);
            lastTailBackoff = tail;
        }

        @Override
        final long tailAcquire() {
            return (long) TAIL.getAcquire(this);
        }

        @Override
        final long tailVolatile() {
            return (long) TAIL.getVolatile(this);
        }

        @Override
        final boolean casTail(long expected, long next) {
            return TAIL.compareAndSet(this, expected, next);
        }

        @Override
        final long lastTailBackoffOpaque() {
            return (long) LAST_TAIL_BACKOFF.getOpaque(this);
        }

        @Override
        final void setLastTailBackoffOpaque(long position) {
            LAST_TAIL_BACKOFF.setOpaque(this, position);
        }
    }

    abstract static sealed class MiddlePad<E> extends Tail<E> {

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

        MiddlePad(int capacity, long firstLap) {
            super(capacity, firstLap);
        }
    }

    abstract static sealed class Head<E> extends MiddlePad<E> {

        private static final VarHandle HEAD;
        private static final VarHandle LAST_HEAD_BACKOFF;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                HEAD = lookup.findVarHandle(Head.class, "head", long.class).withInvokeExactBehavior();
                LAST_HEAD_BACKOFF =
                        lookup.findVarHandle(Head.class, "lastHeadBackoff", long.class).withInvokeExactBehavior();
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long head;
        private long lastHeadBackoff;

        Head(int capacity, long firstLap) {
            super(capacity, firstLap);
            head = start(firstLap);
            lastHeadBackoff = head;
        }

        @Override
        final long headAcquire() {
            return (long) HEAD.getAcquire(this);
        }

        @Override
        final long headVolatile() {
            return (long) HEAD.getVolatile(this);
        }

        @Override
        final boolean casHead(long expected, long next) {
            return HEAD.compareAndSet(this, expected, next);
        }

        @Override
        final long lastHeadBackoffOpaque() {
            return (long) LAST_HEAD_BACKOFF.getOpaque(this);
        }

        @Override
        final void setLastHeadBackoffOpaque(long position) {
            LAST_HEAD_BACKOFF.setOpaque(this, position);
        }
    }

    /** The ring with all its fields, and the last pad. */
    static final class PaddedMpmcRing<E> extends Head<E> {

        static {
            linkVarHandles(new PaddedMpmcRing<>(1, 0));
        }

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

        PaddedMpmcRing(int capacity, long firstLap) {
            super(capacity, firstLap);
        }
    }
}
