package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One stripe of {@link QueueCredits}. Counts the credits that were put in and those that were taken out; both counts
 * only grow, and {@code taken <= added}.
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
     * What {@code added} was when it was last read. Spares the threads that take credits the cache line that the
     * threads which add them write.
     */
    private long limit;

    /** With this many credits. */
    CreditStripe(long credits) {
        added.getAndAddValue(credits);
        limit = credits;
    }

    /** Takes a credit; false if there is none. Lock-free. */
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

    /** Reads how many credits were added; false if no more than were taken. */
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

    /** Opaque: any earlier count of what was added will do. */
    private long limitOpaque() {
        return (long) LIMIT.getOpaque(this);
    }

    /** Opaque: see limitOpaque. */
    private void setLimitOpaque(long count) {
        LIMIT.setOpaque(this, count);
    }
}
