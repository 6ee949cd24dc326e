package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers submissions and counts them, in stripes: threads whose ids differ use counters on different cache lines, so
 * many submitters do not contend for one line. An id is the count of its stripe followed by the stripe's number:
 * unique, ascending for each thread, not dense.
 *
 * <p>Invariant: stripe s has given out exactly the ids n * stripes + s with n below its count. Wait-free throughout.
 */
public final class SubmissionCounter {

    /** 128 bytes, like all pads here; the array begins and ends with a pad of this size. */
    private static final int STRIDE = 16;

    private static final int MAX_STRIPES = 64;

    private static final VarHandle COUNTS =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final VarHandle WITHDRAWN;

    static {
        try {
            WITHDRAWN = MethodHandles.lookup()
                    .findVarHandle(SubmissionCounter.class, "withdrawn", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] counts;
    private final int stripes;
    private long withdrawn;

    /** Creates a counter with a number of stripes that suits the machine. */
    public SubmissionCounter() {
        this(Runtime.getRuntime().availableProcessors() * 4);
    }

    /** With this many stripes, rounded up to a power of two, at most 64. */
    SubmissionCounter(int stripes) {
        this.stripes = Integer.highestOneBit(Math.min(stripes, MAX_STRIPES) * 2 - 1);
        counts = new long[(this.stripes + 2) * STRIDE];
    }

    /**
     * Counts a submission and gives it a number.
     *
     * @return the number
     */
    public long nextId() {
        // Threads that are started together have consecutive ids, which spreads them best.
        int stripe = (int) Thread.currentThread().getId() & (stripes - 1);
        return getAndAddCount(stripe, 1) * stripes + stripe;
    }

    /** Removes the caller's last submission from the count, because it was refused. Its number is not used again. */
    public void withdraw() {
        getAndAddWithdrawn(1);
    }

    /**
     * How many submissions were counted and not withdrawn; includes those under way.
     *
     * @return their number
     */
    public long submitted() {
        long submitted = -withdrawnVolatile();
        for (int stripe = 0; stripe < stripes; stripe++) {
            submitted += countVolatile(stripe);
        }
        return submitted;
    }

    private static int index(int stripe) {
        return (stripe + 1) * STRIDE;
    }

    /** Volatile: atomic, because no id must be given out twice; the weaker forms are loops on some JVMs. */
    private long getAndAddCount(int stripe, long delta) {
        return (long) COUNTS.getAndAdd(counts, index(stripe), delta);
    }

    /** Volatile: exact once the submitters are done, however the reader has learnt this. */
    private long countVolatile(int stripe) {
        return (long) COUNTS.getVolatile(counts, index(stripe));
    }

    /** Volatile: atomic; in each thread it follows getAndAddCount. */
    private long getAndAddWithdrawn(long delta) {
        return (long) WITHDRAWN.getAndAdd(this, delta);
    }

    /** Volatile: read before the counts, so that no withdrawal is seen without its id. */
    private long withdrawnVolatile() {
        return (long) WITHDRAWN.getVolatile(this);
    }
}
