package dev.filch.internal;

/**
 * A pad of 128 bytes before the fields of a subclass, so that they share no cache line with the memory before the
 * object. Such a class needs another pad after its fields, in a subclass of its own.
 *
 * <p>The pad has 128 bytes, because x86 prefetches cache lines in pairs, and some ARM cores have lines of this size.
 * Its fields are bytes, because a pad of longs would leave a gap after the object header, which the JVM would fill with
 * small fields of subclasses.
 */
public abstract class FrontPad {

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

    /** For subclasses. */
    protected FrontPad() {
    }
}
