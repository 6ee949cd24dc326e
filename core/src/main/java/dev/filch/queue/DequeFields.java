package dev.filch.queue;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The shared variables of a {@link WorkDeque}. Its superclasses follow in this file, in their order in memory. They
 * hold the buffer, which thieves read with each steal; the word of top, which thieves write; and bottom, which the
 * owner writes, with the owner's other variables. Top and the owner's variables have cache lines of their own;
 * {@link FrontPad} says why the pads are 128 bytes.
 */
abstract class DequeFields extends DequeBottom {

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

    DequeFields(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
    }

    /**
     * How many elements there were when top was read, or a little later. Elements in a shared reservation are there for
     * thieves even if the owner has moved bottom past them and has not yet seen the reservation.
     */
    final long sizeFrom(long top) {
        long size = (bottomVolatile() - TopWord.position(top)) / TopWord.STEP;
        return TopWord.isShared(top) ? Math.max(size, TopWord.reserved(top)) : size;
    }

    /** The position behind the newest element, as {@link #sizeFrom}. */
    final long endFrom(long top) {
        return TopWord.position(top) + sizeFrom(top) * TopWord.STEP;
    }
}

abstract class DequeSlots {

    private static final VarHandle BUFFER;
    private static final VarHandle SLOTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    static {
        try {
            BUFFER = MethodHandles.lookup()
                    .findVarHandle(DequeSlots.class, "buffer", Object[].class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Object[] buffer;

    DequeSlots(int firstLength) {
        buffer = new Object[firstLength];
    }

    /** Plain: the owner reads what only it writes. */
    final Object[] bufferPlain() {
        return buffer;
    }

    /**
     * Acquire: pairs with setBufferRelease. It comes after the read of bottom, or of a shared reservation, so the
     * buffer is no older than that. Checked by DequeMoveScenario:true,2,1.
     */
    final Object[] bufferAcquire() {
        return (Object[]) BUFFER.getAcquire(this);
    }

    /**
     * Release: a thief that sees the new buffer finds in it what was copied, and need not try again. Checked by
     * DequeMoveScenario:true,2,1.
     */
    final void setBufferRelease(Object[] other) {
        BUFFER.setRelease(this, other);
    }

    /** Plain: the owner reads what only it writes. */
    static Object slotPlain(Object[] buffer, long position) {
        return buffer[slot(buffer, position)];
    }

    /**
     * Acquire: a thief finds null if the slot was cleared after the new buffer was set. Its next attempt then finds the
     * new buffer. An iterator reads top and bottom after the slot. Checked by DequeMoveScenario:true,2,1.
     */
    static Object slotAcquire(Object[] buffer, long position) {
        return (Object) SLOTS.getAcquire(buffer, slot(buffer, position));
    }

    /** Whether a thief has found an element in a slot. It finds none in a buffer that has been replaced and cleared. */
    static boolean isThere(Object item) {
        return item != null;
    }

    /**
     * Opaque: the store of bottom or of the buffer orders it. A thief may read a slot while it is reused: its CAS then
     * fails, or it claims only elements before this one. Checked by DequeScenario:true,0,2,2,oo,s.
     */
    static void setSlotOpaque(Object[] buffer, long position, Object element) {
        SLOTS.setOpaque(buffer, slot(buffer, position), element);
    }

    /** Release: pairs with slotAcquire. Checked by DequeMoveScenario:true,2,1. */
    static void clearSlotRelease(Object[] buffer, long position) {
        SLOTS.setRelease(buffer, slot(buffer, position), (Object) null);
    }

    private static int slot(Object[] buffer, long position) {
        return (int) (position >> TopWord.SHIFT) & (buffer.length - 1);
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

    /** The position of the oldest element, and what is reserved from there on; see {@link TopWord}. */
    private long top;

    DequeTop(long firstPosition, int firstLength) {
        super(firstLength);
        top = firstPosition;
    }

    /**
     * Opaque: push reads it to find room, and pop to find the deque empty; an old value is on the safe side. A thief
     * cannot read what the owner writes to a slot later: it reads the slot before its CAS, and the owner writes after
     * it has seen this CAS. A lifo pop of the last element expects the value in a CAS, which fails if the value is old.
     * Checked by DequeScenario:true,0,1,1,uuo,ss.
     */
    final long topOpaque() {
        return (long) TOP.getOpaque(this);
    }

    /**
     * Volatile: it is in one order with the accesses of bottom. A pop reads top after it has written bottom, and a
     * steal reads it before bottom. If an iterator has read a slot that the owner reuses for a newer position, this
     * read finds the steal that the owner has seen. Checked by DequeScenario:true,0,2,2,uoo,ss and
     * DequeScenario:true,0,1,1,u,i,s.
     */
    final long topVolatile() {
        return (long) TOP.getVolatile(this);
    }

    /**
     * Opaque: undoes a fifo pop of an empty deque, which took and wrote nothing. Checked by
     * DequeScenario:false,0,2,1,oo,se.
     */
    final void setTopOpaque(long position) {
        TOP.setOpaque(this, position);
    }

    /**
     * Volatile: it decides a claim, against other thieves and the owner's last pop. A reservation comes before the read
     * of bottom, and a shared reservation passes on what this read has seen. Checked by
     * DequeScenario:true,0,2,2,uoo,ss.
     */
    final boolean casTop(long expected, long next) {
        return TOP.compareAndSet(this, expected, next);
    }

    /** Volatile: the claim of a fifo pop. */
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

    // The owner's own variables come first. No other thread reads them.

    /** A position that top has had. It spares most pushes and pops the read of a line that thieves write. */
    long cachedTop;

    /** The slots of all positions before this are cleared. */
    long cleared;

    /** After how many more pushes the buffer is maintained. */
    int pushesToMaintenance;

    /** After how many more maintenances the buffer is renewed. */
    int maintenancesToRenewal;

    /** The largest size seen by a maintenance since the last renewal. */
    int maxSize;

    /** Whether a pop has run out of stack. */
    boolean popIsBroken;

    /** The position that this pop was about to take. */
    long brokenPop;

    private long bottom;

    DequeBottom(long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
        cachedTop = firstPosition;
        cleared = firstPosition;
        bottom = firstPosition;
    }

    /** Plain: the owner reads what only it writes. */
    final long bottomPlain() {
        return bottom;
    }

    /**
     * Volatile: a steal reads it after top, in one order with the accesses of a pop. It also acquires the slot. If an
     * iterator has read a slot whose element the owner has popped and replaced, this read finds the pop or acquires the
     * push. Checked by DequeScenario:true,0,2,2,uoo,ss and DequeScenario:true,0,2,2,uou,i.
     */
    final long bottomVolatile() {
        return (long) BOTTOM.getVolatile(this);
    }

    /**
     * Release: a push stores it after the slot, the element's contents and the buffer. Checked by
     * DequeScenario:true,0,1,1,uuo,ss.
     */
    final void setBottomRelease(long position) {
        BOTTOM.setRelease(this, position);
    }

    /**
     * Release: a lifo pop of the last element stores it after its claim, for a thread that asks whether the deque is
     * empty.
     */
    final void resetBottomRelease(long position) {
        BOTTOM.setRelease(this, position);
    }

    /**
     * Volatile: a lifo pop and pushReportingEmpty store it before they read top, in one order with the accesses of a
     * steal. Checked by DequeScenario:true,0,2,2,uoo,ss.
     */
    final void setBottomVolatile(long position) {
        BOTTOM.setVolatile(this, position);
    }
}
