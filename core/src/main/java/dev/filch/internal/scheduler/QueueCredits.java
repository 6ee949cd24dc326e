package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * Each queued task has one of n credits: a submitter takes it before the task is queued, and the thread that takes the
 * task out to run it gives it back. The credits are in stripes, so that submitters do not contend for one word. Each
 * worker gives credits back to a stripe of its own. Submitters first use up the stripes that hold all credits at the
 * beginning, and then take credits from those of the workers.
 *
 * Invariants
 *   I1  For each stripe, taken <= added; both only grow. So there are never more credits in use than n.
 *   I2  No thread holds credits on their way from one stripe to another: each is taken by the CAS of the submitter that
 *       uses it. So n - (sum of added - sum of taken) is the number of tasks that are queued, about to be queued, or
 *       about to be refused because the group was shut down.
 *
 * Linearization points
 *   tryTake true: the CAS of a stripe's taken. give: the getAndAdd of added. tryTake false: in isFull, any instant
 *   between the second and the third sum.
 *
 * Why isFull is exact
 *   It reads all counts of added, then all of taken, and then all of added again. Let the sums be A, T and B. If A = B,
 *   no count of added has changed between its two reads, because they only grow. In particular, each was constant while
 *   the counts of taken were read, and by I1 none of these was larger than it. So if also A = T, each count of taken
 *   had reached that of added when it was read. Neither has changed until the third sum began: no credit was left then.
 */

/**
 * How many tasks may be queued in a group, as credits. A thread that finds none left knows that there was none at one
 * instant during its call.
 */
final class QueueCredits {

    private static final int MAX_FIRST_STRIPES = 16;

    /** A hint for each of this many threads, 128 bytes apart against false sharing. A power of two. */
    private static final int HINTS = 64;

    private static final int HINT_STRIDE = 32;

    private static final VarHandle HINT = MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();

    private final int capacity;
    private final int firstStripes;

    /** Those with all credits at the beginning, one for each worker, and one for threads without a worker. */
    private final CreditStripe[] stripes;

    /** The numbers, from 1 on, of the stripes in which threads have last found a credit; 0 if they have tried none. */
    private final int[] hints = new int[(HINTS + 2) * HINT_STRIDE];

    /** Creates this many credits. */
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

    /** Takes a credit; false if there was none at some instant during the call. Lock-free. */
    boolean tryTake() {
        // Threads that are started together have consecutive ids, which spreads them best.
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

    /** Gives a credit back, on a thread that has a worker. */
    void give(int worker) {
        stripes[firstStripes + worker].add();
    }

    /** Gives a credit back, on a thread without a worker. */
    void giveShared() {
        stripes[stripes.length - 1].add();
    }

    /** Whether no credit was left at some instant during the call. If not, one was given back meanwhile, or is left. */
    private boolean isFull() {
        long before = added();
        long taken = taken();
        return before == taken && added() == before;
    }

    /** How many credits are in use; an estimate while others take them and give them back. */
    int used() {
        long taken = taken();
        return (int) Math.max(0, Math.min(capacity, capacity - (added() - taken)));
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

    /** Opaque: a hint. */
    private int hintOpaque(int hint) {
        return (int) HINT.getOpaque(hints, index(hint));
    }

    /** Opaque: see hintOpaque. */
    private void setHintOpaque(int hint, int stripe) {
        HINT.setOpaque(hints, index(hint), stripe);
    }
}
