package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * A counting semaphore in stripes.
 *
 * The idea. There are n credits, one for each task that may be queued. A submitter takes a credit before it queues its
 * task. The thread that takes the task out of its queue gives the credit back. The credits are spread over stripes, so
 * that threads do not contend for one word. The first stripes hold all credits at the beginning. In addition, each
 * worker has a stripe to which it alone gives credits back, and the threads without a worker share one. A submitter
 * tries all stripes, beginning with the one where it last found a credit.
 *
 * Invariants
 *   I1  In each stripe, taken <= added. Both only grow. So at most n credits are in use.
 *   I2  A credit is in a stripe or in use: no thread moves credits between stripes. So n - (sum of added - sum of
 *       taken) is the number of tasks that are queued, about to be queued, or about to be refused because the group was
 *       shut down.
 *
 * Linearization points
 *   tryTake   true: the CAS of a stripe's taken.
 *             false: in isFull, any instant after all counts of taken were read and before added is read again.
 *   give, giveShared
 *             the getAndAdd of a stripe's added.
 *   used      if it is exact: the instant at which the sum of all counts taken equalled the sum that was read.
 *
 * Why isFull is exact
 *   It reads the counts added of all stripes, then the counts taken, then the counts added again. Let the three sums be
 *   A, T and B. Each count only grows. So if A = B, each added has kept its value from its first read to its second. By
 *   I1, no taken that was read in between exceeds it. So if also A = T, each taken equalled its added when it was read.
 *   Neither of them changed before the third sum began: at that instant, no credit was left.
 *
 * Why used is exact, or how far it is off
 *   It reads the same three sums. The counts taken grow one by one, so at some instant t while they were read, their
 *   sum was T. Let A(t) be the sum of all counts added then. A <= A(t) <= B, and n - A(t) + T credits were in use at t.
 *   If A = B, the result n - B + T is exact. Otherwise it is too small by at most B - A, the number of credits that
 *   were given back between the first read of an added and the last one. It is never too large.
 */

/** Limits the number of queued tasks in a group: each has one of a fixed number of credits. */
final class QueueCredits {

    private static final int MAX_FIRST_STRIPES = 16;

    /** The maximum number of times that {@link #used} reads the counts. */
    private static final int READS = 8;

    /** The number of hints. They are 128 bytes apart, against false sharing. A power of two. */
    private static final int HINTS = 64;

    private static final int HINT_STRIDE = 32;

    private static final VarHandle HINT = MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();

    private final int capacity;
    private final int firstStripes;

    /** The first stripes, then one for each worker, then one for threads without a worker. */
    private final CreditStripe[] stripes;

    /**
     * For the threads of each hint: the index + 1 of the stripe where one of them last found a credit; 0 before they
     * have searched beyond their first stripe.
     */
    private final int[] hints = new int[(HINTS + 2) * HINT_STRIDE];

    /** Creates this many credits, for a group with this many workers. */
    QueueCredits(int capacity, int workers) {
        this.capacity = capacity;
        firstStripes = Integer.highestOneBit(Math.min(Math.min(workers, capacity), MAX_FIRST_STRIPES));
        stripes = new CreditStripe[firstStripes + workers + 1];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new CreditStripe(i < firstStripes ? share(i) : 0);
        }
    }

    private int share(int stripe) {
        return capacity / firstStripes + (stripe < capacity % firstStripes ? 1 : 0);
    }

    int capacity() {
        return capacity;
    }

    /** Takes a credit. Returns false if none was left at some instant during the call. Lock-free. */
    boolean tryTake() {
        // Threads that are started together have consecutive ids, so they get different hints.
        int hint = (int) Thread.currentThread().getId() & HINTS - 1;
        int found = hintOpaque(hint);
        int first = found == 0 ? hint & firstStripes - 1 : found - 1;
        do {
            for (int i = 0; i < stripes.length; i++) {
                int stripe = first + i < stripes.length ? first + i : first + i - stripes.length;
                if (stripes[stripe].tryTake()) {
                    if (i > 0) {
                        setHintOpaque(hint, stripe + 1);
                    }
                    return true;
                }
            }
        } while (!isFull());
        return false;
    }

    /** Gives a credit back. For the thread that has this worker. */
    void give(int worker) {
        stripes[firstStripes + worker].add();
    }

    /** Gives a credit back. For threads without a worker. */
    void giveShared() {
        stripes[stripes.length - 1].add();
    }

    /**
     * Whether no credit was left at some instant during the call. If it returns false, a credit is left, or one was
     * given back during the call.
     */
    boolean isFull() {
        long before = added();
        long taken = taken();
        return before == taken && added() == before;
    }

    /**
     * The number of credits in use at some instant during the call. Exception: if credits are given back during each of
     * several reads of the counts, the number may be too small, by at most the number of credits that were given back
     * during one of these reads. Wait-free.
     */
    int used() {
        long before = added();
        long fewestGiven = Long.MAX_VALUE;
        long used = 0;
        for (int i = 0; i < READS && fewestGiven > 0; i++) {
            long taken = taken();
            long after = added();
            if (after - before < fewestGiven) {
                fewestGiven = after - before;
                used = capacity - (after - taken);
            }
            before = after;
        }
        return (int) Math.max(0, used);
    }

    private long added() {
        long sum = 0;
        for (CreditStripe stripe : stripes) {
            sum += stripe.added();
        }
        return sum;
    }

    private long taken() {
        long sum = 0;
        for (CreditStripe stripe : stripes) {
            sum += stripe.taken();
        }
        return sum;
    }

    private static int index(int hint) {
        return (hint + 1) * HINT_STRIDE;
    }

    /** Opaque: a stale hint only makes the search longer. */
    private int hintOpaque(int hint) {
        return (int) HINT.getOpaque(hints, index(hint));
    }

    /** Opaque: see hintOpaque. */
    private void setHintOpaque(int hint, int stripe) {
        HINT.setOpaque(hints, index(hint), stripe);
    }
}
