package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One stripe of {@link QueueCredits}. It counts the credits that were added and those that were taken. Both counts only
 * grow, and {@code taken <= added}.
 */
final class CreditStripe {

    private static final VarHandle LIMIT;

    static {
        try {
            LIMIT = MethodHandles.lookup()
                    .findVarHandle(CreditStripe.class, "limit", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PaddedWord added = new PaddedWord();
    private final PaddedWord taken = new PaddedWord();

    /**
     * The value of {@code added} when it was last read for a take. While it exceeds {@code taken}, threads that take
     * credits need not read the cache line that threads write to add some.
     */
    private long limit;

    /** Creates a stripe with this many credits. */
    CreditStripe(long credits) {
        added.getAndAddValue(credits);
        limit = credits;
    }

    /** Takes a credit. Returns false if there is none. Lock-free. */
    boolean tryTake() {
        int pause = Backoff.START;
        while (true) {
            long seen = taken.valueVolatile();
            if (seen >= limitOpaque() && !raiseLimit(seen)) {
                return false;
            }
            if (taken.casValue(seen, seen + 1)) {
                return true;
            }
            pause = Backoff.pause(pause);
        }
    }

    /** Reads {@code added} again. Returns false if all credits that were added have been taken. */
    private boolean raiseLimit(long seen) {
        long now = added.valueVolatile();
        if (now <= seen) {
            return false;
        }
        setLimitOpaque(now);
        return true;
    }

    /** Adds a credit. */
    void add() {
        added.getAndAddValue(1);
    }

    long added() {
        return added.valueVolatile();
    }

    long taken() {
        return taken.valueVolatile();
    }

    /** Opaque: a stale value is safe, because {@code added} only grows. */
    private long limitOpaque() {
        return (long) LIMIT.getOpaque(this);
    }

    /** Opaque: see limitOpaque. */
    private void setLimitOpaque(long count) {
        LIMIT.setOpaque(this, count);
    }
}
