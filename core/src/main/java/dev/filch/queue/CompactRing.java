package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring whose head and tail are side by side. {@link RingFields} explains the accessors.
 *
 * @param <E> the element type
 */
final class CompactRing<E> extends MpmcRing<E> {

    private static final VarHandle TAIL;
    private static final VarHandle LAST_TAIL_BACKOFF;
    private static final VarHandle HEAD;
    private static final VarHandle LAST_HEAD_BACKOFF;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(CompactRing.class, "tail", long.class).withInvokeExactBehavior();
            LAST_TAIL_BACKOFF =
                    lookup.findVarHandle(CompactRing.class, "lastTailBackoff", long.class).withInvokeExactBehavior();
            HEAD = lookup.findVarHandle(CompactRing.class, "head", long.class).withInvokeExactBehavior();
            LAST_HEAD_BACKOFF =
                    lookup.findVarHandle(CompactRing.class, "lastHeadBackoff", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        linkVarHandles(new CompactRing<>(1, 0));
    }

    private long tail;
    private long head;
    private long lastTailBackoff;
    private long lastHeadBackoff;

    CompactRing(int capacity, long firstLap) {
        super(capacity, firstLap);
        tail = start(firstLap);
        head = tail;
        lastTailBackoff = tail;
        lastHeadBackoff = head;
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
    long lastTailBackoffOpaque() {
        return (long) LAST_TAIL_BACKOFF.getOpaque(this);
    }

    @Override
    void setLastTailBackoffOpaque(long position) {
        LAST_TAIL_BACKOFF.setOpaque(this, position);
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
    long lastHeadBackoffOpaque() {
        return (long) LAST_HEAD_BACKOFF.getOpaque(this);
    }

    @Override
    void setLastHeadBackoffOpaque(long position) {
        LAST_HEAD_BACKOFF.setOpaque(this, position);
    }
}
