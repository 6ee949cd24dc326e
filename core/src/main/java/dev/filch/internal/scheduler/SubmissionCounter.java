package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers submissions and counts them. The counter is striped, so that submitters do not contend for one cache line:
 * each stripe is on a line of its own, and the id of a thread selects its stripe. Ids of submissions are unique, ascend
 * for each thread, and have gaps.
 *
 * <p>Invariant: stripe s has given out exactly the ids n * stripes + s for n below its count. All methods are
 * wait-free.
 */
public final class SubmissionCounter {

    /**
     * The distance of two stripes: 128 bytes, as all pads of this library. The array begins and ends with such a pad.
     */
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

    /** Creates a counter with four stripes for each processor. */
    public SubmissionCounter() {
        this(Runtime.getRuntime().availableProcessors() * 4);
    }

    /** With this many stripes, rounded up to a power of two, at most 64. */
    SubmissionCounter(int stripes) {
        this.stripes = Integer.highestOneBit(Math.min(stripes, MAX_STRIPES) * 2 - 1);
        counts = new long[(this.stripes + 2) * STRIDE];
    }

    /**
     * Counts a submission and gives it an id.
     *
     * @return the id
     */
    public long nextId() {
        // Threads that are started together have consecutive ids, and so use different stripes.
        int stripe = (int) Thread.currentThread().getId() & (stripes - 1);
        return getAndAddCount(stripe, 1) * stripes + stripe;
    }

    /** Removes the caller's last submission from the count, because it was refused. Its id is not used again. */
    public void withdraw() {
        getAndAddWithdrawn(1);
    }

    /**
     * Returns how many submissions were counted and not withdrawn. The number includes submissions in progress.
     *
     * @return the number of submissions
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

    /** Volatile: atomic, because each id must be unique; the weaker forms are loops on some JVMs. */
    private long getAndAddCount(int stripe, long delta) {
        return (long) COUNTS.getAndAdd(counts, index(stripe), delta);
    }

    /** Volatile: once the submissions have ended, the sum is exact, even for a reader without synchronization. */
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
