package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring with both ends side by side.
 *
 * @param <E> the element type
 */
final class CompactRing<E> extends MpmcRing<E> {

    private static final VarHandle TAIL;
    private static final VarHandle TAIL_LULL;
    private static final VarHandle HEAD;
    private static final VarHandle HEAD_LULL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(CompactRing.class, "tail", long.class).withInvokeExactBehavior();
            TAIL_LULL = lookup.findVarHandle(CompactRing.class, "tailLull", long.class).withInvokeExactBehavior();
            HEAD = lookup.findVarHandle(CompactRing.class, "head", long.class).withInvokeExactBehavior();
            HEAD_LULL = lookup.findVarHandle(CompactRing.class, "headLull", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        tryOut(new CompactRing<>(1, 0));
    }

    private long tail;
    private long head;
    private long tailLull;
    private long headLull;

    CompactRing(int capacity, long firstLap) {
        super(capacity, firstLap);
        tail = start(firstLap);
        head = tail;
        tailLull = tail;
        headLull = head;
    }

    @Override
    long tailAcquire() {
        return (long) TAIL.getAcquire(this);
    }

    @Override
    long tailVolatile() {
        return (long) TAIL.getVolatile(this);
    }

    @Override
    boolean casTail(long expected, long next) {
        return TAIL.compareAndSet(this, expected, next);
    }

    @Override
    long tailLullOpaque() {
        return (long) TAIL_LULL.getOpaque(this);
    }

    @Override
    void setTailLullOpaque(long position) {
        TAIL_LULL.setOpaque(this, position);
    }

    @Override
    long headAcquire() {
        return (long) HEAD.getAcquire(this);
    }

    @Override
    long headVolatile() {
        return (long) HEAD.getVolatile(this);
    }

    @Override
    boolean casHead(long expected, long next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    @Override
    long headLullOpaque() {
        return (long) HEAD_LULL.getOpaque(this);
    }

    @Override
    void setHeadLullOpaque(long position) {
        HEAD_LULL.setOpaque(this, position);
    }
}
