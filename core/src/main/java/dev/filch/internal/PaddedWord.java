package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A {@code long} alone on its cache lines, for a word that many threads read and write. It is initially zero. */
public final class PaddedWord extends WordField {

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

    /** Creates a word that is zero. */
    public PaddedWord() {
    }
}

abstract class WordField extends FrontPad {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup()
                    .findVarHandle(WordField.class, "value", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /**
     * Returns the value, with volatile order. Checked by GroupScenario:shared+~,1,0,,e.
     *
     * @return the value
     */
    public final long valueVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    /**
     * Replaces the value if it is as expected, with volatile order. Checked by GroupScenario:shared+~,1,0,,e.
     *
     * @param expected the expected value
     * @param next the new value
     * @return whether the value was as expected
     */
    public final boolean casValue(long expected, long next) {
        return VALUE.compareAndSet(this, expected, next);
    }

    /**
     * Increments the value if it is less than a bound, with volatile order. Lock-free.
     *
     * @param bound the largest value that the word may reach
     * @return whether the value was less than the bound
     */
    public final boolean incrementIfLess(long bound) {
        return getAndIncrementIfLess(bound) < bound;
    }

    /**
     * Increments the value if it is less than a bound, with volatile order. Lock-free.
     *
     * @param bound the largest value that the word may reach
     * @return the previous value; if it is not less than the bound, the value is unchanged
     */
    public final long getAndIncrementIfLess(long bound) {
        long seen = valueVolatile();
        while (seen < bound && !casValue(seen, seen + 1)) {
            seen = valueVolatile();
        }
        return seen;
    }

    /**
     * Adds to the value, with volatile order. Checked by GroupScenario:lifo,2,0,,e[w],f.
     *
     * @param delta the number to add
     * @return the previous value
     */
    public final long getAndAddValue(long delta) {
        return (long) VALUE.getAndAdd(this, delta);
    }
}
