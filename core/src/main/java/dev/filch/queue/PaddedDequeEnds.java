package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of a {@link WorkDeque}, laid out as {@link PaddedEnds} explains: what thieves write on cache
 * lines of its own, and what the owner writes on others. The memory orders are explained in the table of
 * {@code WorkDeque}.
 */
abstract class PaddedDequeEnds extends DequeBottom {

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

    PaddedDequeEnds(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
    }
}

abstract class DequeTopPad extends DequeSlots {

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

    DequeTopPad(int firstLength) {
        super(firstLength);
    }
}

abstract class DequeTop extends DequeTopPad {

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(DequeTop.class, "top", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long top;

    DequeTop(long firstPosition, int firstLength) {
        super(firstLength);
        top = firstPosition;
    }

    final long topOpaque() {
        return (long) TOP.getOpaque(this);
    }

    final long topVolatile() {
        return (long) TOP.getVolatile(this);
    }

    final void setTopOpaque(long position) {
        TOP.setOpaque(this, position);
    }

    final boolean casTop(long expected, long next) {
        return TOP.compareAndSet(this, expected, next);
    }

    final long getAndAddTop(long delta) {
        return (long) TOP.getAndAdd(this, delta);
    }
}

abstract class DequeBottomPad extends DequeTop {

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

    DequeBottomPad(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
    }
}

abstract class DequeBottom extends DequeBottomPad {

    private static final VarHandle BOTTOM;

    static {
        try {
            BOTTOM = MethodHandles.lookup()
                    .findVarHandle(DequeBottom.class, "bottom", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A position that top has had; the owner's own, so that most pushes and pops need not read what thieves write. */
    long cachedTop;

    /** The slots of all positions before this are cleared; the owner's own. */
    long cleared;

    /** How many more pushes there are until the owner looks after its buffer; the owner's own. */
    int pushesToUpkeep;

    /** How many upkeeps there are until it takes a new buffer; the owner's own. */
    int upkeepsToRenewal;

    /** The largest size that an upkeep has seen since the last new buffer; the owner's own. */
    int mostSeen;

    /** Whether a pop has run out of stack, and which position it was to take; the owner's own. */
    boolean popIsBroken;
    long brokenPop;

    private long bottom;

    DequeBottom(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
        cachedTop = firstPosition;
        cleared = firstPosition;
        bottom = firstPosition;
    }

    final long bottomPlain() {
        return bottom;
    }

    final long bottomVolatile() {
        return (long) BOTTOM.getVolatile(this);
    }

    final void setBottomRelease(long position) {
        BOTTOM.setRelease(this, position);
    }

    final void resetBottomRelease(long position) {
        BOTTOM.setRelease(this, position);
    }

    final void setBottomVolatile(long position) {
        BOTTOM.setVolatile(this, position);
    }
}
