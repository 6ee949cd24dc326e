package dev.filch.pool;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * Who sleeps and who searches, in one word, so that every decision about waking is taken on one consistent picture.
 * The idea of counting searchers is from Go's scheduler and tokio; the idle workers' stack in the word from
 * ForkJoinPool.
 *
 *    63            36 35        24 23        12 11         0
 *   [    version     | searching  |   idle     |    top     ]
 *
 * top is the number, counted from 1, of the worker that went idle last, 0 for none; below[w] is the one under worker w.
 * idle counts the workers on this stack. searching counts the awake workers that have found nothing and keep looking.
 * version changes with every push and pop, so that a pop fails if the stack it looked at is gone; it wraps around at
 * 2^28.
 *
 * Invariants
 *   I1  A worker is on the stack once or not at all. It pushes itself; only a waker pops it, and counts it as
 *   searching.
 *   I2  idle is the number of workers on the stack; idle + searching is at most the number of workers.
 *   I3  (no wake-up is lost) If work is visible in a queue and a worker is idle, then someone is searching, or a worker
 *       that has just stopped searching or gone idle, or a submitter that has just published, has yet to look at this
 *       word or at the queues.
 *
 * Why I3 holds. A submitter publishes work and then reads the word (wakes if nobody searches and somebody idles). A
 * worker that goes idle changes the word and then looks at all queues. Publishing is a volatile read-modify-write, or
 * is followed by a full fence; the word is changed by volatile CAS; the queues' tests for emptiness are volatile reads.
 * So all of these stand in one order, and either the submitter sees the idle worker or the worker sees the work. If the
 * submitter saw a searcher instead, it relies on the last searcher to stop, who changes the word and then looks at the
 * queues, too.
 *
 * Access          mode      why not weaker                                                         test
 * wordVolatile    volatile  the submitter's look comes after its publishing, see above             SubmitAgainstSleep
 * casWord         volatile  the look at the queues comes after it; it also publishes and acquires  SubmitAgainstSleep
 *                           below
 * belowOpaque     opaque    read for a worker that may have moved; then the version makes the CAS  IdleStateTest
 *                           fail
 * setBelowOpaque  opaque    before casWord, which publishes it                                     IdleStateTest
 */
final class IdleState {

    /** Twelve bits for each count. */
    static final int MOST_WORKERS = (1 << 12) - 1;

    private static final int IDLE_SHIFT = 12;
    private static final int SEARCHING_SHIFT = 24;
    private static final int VERSION_SHIFT = 36;
    private static final long ONE_IDLE = 1L << IDLE_SHIFT;
    private static final long ONE_SEARCHING = 1L << SEARCHING_SHIFT;
    private static final long ONE_VERSION = 1L << VERSION_SHIFT;
    private static final long FIELD = MOST_WORKERS;

    private static final VarHandle BELOW =
            MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();

    private final PaddedWord word = new PaddedWord();
    private final int[] below;
    private final int mostSearchers;

    /**
     * All workers awake, none searching.
     *
     * @param workers how many there are
     * @param mostSearchers how many may search at the same time of their own accord
     */
    IdleState(int workers, int mostSearchers) {
        below = new int[workers];
        this.mostSearchers = mostSearchers;
    }

    static int top(long word) {
        return (int) (word & FIELD);
    }

    static int idle(long word) {
        return (int) (word >>> IDLE_SHIFT & FIELD);
    }

    static int searching(long word) {
        return (int) (word >>> SEARCHING_SHIFT & FIELD);
    }

    /** Whether somebody sleeps and nobody is looking for work. */
    static boolean wantsWaking(long word) {
        return searching(word) == 0 && idle(word) > 0;
    }

    /** The word, which says nothing changed if it is the same when read again. */
    long wordVolatile() {
        return word.valueVolatile();
    }

    boolean allIdle(long word) {
        return idle(word) == below.length;
    }

    /** Counts the caller as a searcher unless there are enough. */
    boolean beginSearch() {
        int pause = Backoff.START;
        while (true) {
            long seen = wordVolatile();
            if (searching(seen) >= mostSearchers) {
                return false;
            }
            if (casWord(seen, seen + ONE_SEARCHING)) {
                return true;
            }
            pause = Backoff.pause(pause);
        }
    }

    /**
     * Ends a search; true if it was the last one and somebody sleeps, so that the caller must look for work once more.
     */
    boolean endSearch() {
        int pause = Backoff.START;
        while (true) {
            long seen = wordVolatile();
            if (casWord(seen, seen - ONE_SEARCHING)) {
                return wantsWaking(seen - ONE_SEARCHING);
            }
            pause = Backoff.pause(pause);
        }
    }

    /** Puts a worker on the stack, ending its search if it was searching; returns the word as it then was. */
    long goIdle(int worker, boolean searching) {
        int pause = Backoff.START;
        while (true) {
            long seen = wordVolatile();
            setBelowOpaque(worker, top(seen));
            long next = withTop(seen, worker + 1) + ONE_IDLE - (searching ? ONE_SEARCHING : 0);
            if (casWord(seen, next)) {
                return next;
            }
            pause = Backoff.pause(pause);
        }
    }

    /**
     * Takes the worker that went idle last off the stack, as a searcher, if nobody searches; -1 if none is to be woken.
     */
    int wakeForWork() {
        return wake(false);
    }

    /** Takes the worker that went idle last off the stack, as a searcher; -1 if none is idle. */
    int wakeAnyway() {
        return wake(true);
    }

    private int wake(boolean thoughOthersSearch) {
        int pause = Backoff.START;
        while (true) {
            long seen = wordVolatile();
            if (thoughOthersSearch ? idle(seen) == 0 : !wantsWaking(seen)) {
                return -1;
            }
            int worker = top(seen) - 1;
            if (casWord(seen, withTop(seen, belowOpaque(worker)) - ONE_IDLE + ONE_SEARCHING)) {
                return worker;
            }
            pause = Backoff.pause(pause);
        }
    }

    /** The word with another top and the next version. */
    private static long withTop(long word, int top) {
        return (word & ~FIELD | top) + ONE_VERSION;
    }

    private boolean casWord(long expected, long next) {
        return word.casValue(expected, next);
    }

    private int belowOpaque(int worker) {
        return (int) BELOW.getOpaque(below, worker);
    }

    private void setBelowOpaque(int worker, int number) {
        BELOW.setOpaque(below, worker, number);
    }

    @Override
    public String toString() {
        long seen = wordVolatile();
        return idle(seen) + " idle, " + searching(seen) + " searching";
    }
}
