package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@link WaiterList} whose shared variables have cache lines of their own. Use it if notifiers read the list with
 * every element while its neighbours in memory are written. As long as no thread waits, no thread then takes the cache
 * line of head away from the notifiers.
 */
public final class PaddedWaiterList extends PaddedListFields {

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

    /** Creates an empty list. */
    public PaddedWaiterList() {
    }
}

abstract class PaddedListFields extends WaiterListFrontPad {

    private static final VarHandle HEAD;
    private static final VarHandle DEAD_BELOW_TOP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(PaddedListFields.class, "head", Waiter.class).withInvokeExactBehavior();
            DEAD_BELOW_TOP =
                    lookup.findVarHandle(PaddedListFields.class, "deadBelowTop", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Waiter head;
    private int deadBelowTop;

    /** Opaque: as in HeadField. */
    @Override
    final Waiter headOpaque() {
        return (Waiter) HEAD.getOpaque(this);
    }

    /** Volatile: as in HeadField. */
    @Override
    final Waiter headVolatile() {
        return (Waiter) HEAD.getVolatile(this);
    }

    /** Volatile: as in HeadField. */
    @Override
    final boolean casHead(Waiter expected, Waiter next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Volatile: as in HeadField. */
    @Override
    final int getAndAddDeadBelowTop(int delta) {
        return (int) DEAD_BELOW_TOP.getAndAdd(this, delta);
    }
}

abstract class WaiterListFrontPad extends WaiterList {

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
