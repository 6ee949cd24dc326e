package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/*
 * One word says which workers are idle, how many search for work, and whether the group is being shut down. So every
 * decision is based on one consistent state. The count of searchers comes from the schedulers of Go (Dmitry Vyukov,
 * "Scalable Go scheduler design", 2012) and tokio; the stack of idle workers in the word, from Doug Lea's ForkJoinPool.
 *
 *    63        38 37     36 35         24 23       12 11       0
 *   [  version   |  phase  |  searching  |   idle    |   top    ]
 *
 * top is the number, counted from 1, of the worker that went idle last, or 0; below[w] is the number under worker w.
 * idle counts the workers on this stack: those whose thread sleeps, and those that have no thread (vacant). searching
 * counts the workers that were popped to be woken, and those that found nothing and keep searching. phase is RUNNING,
 * SHUTDOWN, DRAINED or STOPPED, and only grows. version changes with every push and pop, so a pop fails if the stack
 * has changed since the pop read it; version wraps around at 2^26.
 *
 * Invariants
 *   I1  A worker is on the stack once or not at all. Only the thread that has a worker pushes it. A popped worker
 *       belongs to the thread whose CAS popped it, and so does the worker's entry in below. That thread may hand the
 *       worker to the sleeping thread that pushed it.
 *   I2  idle is the number of workers on the stack. idle + searching is at most the number of workers.
 *   I3  (no wake-up is lost) If work is visible in a queue and a worker is idle, then one of these holds:
 *       - a worker is searching, or a thread for it is being started;
 *       - a worker that has just stopped searching or gone idle, or a submitter that has just published, has yet to
 *         read this word or the queues;
 *       - a thread that has popped workers to put them back (popFirst) has yet to do so, or to read the queues after
 *         that;
 *       - a thread that was needed could not be started, and this was reported;
 *       - the stack of a submitter has overflowed between S1 and S2.
 *       In both cases the next submission, shutdown, or wait for idleness or termination repeats S2. A wait repeats it
 *       after each failed start.
 *
 * Why I3 holds
 *   submitter:  (S1) publish the task           (S2) read the word; wake a worker if none searches and one is idle
 *   sleeper:    (W1) change the word            (W2) read all queues; wake a worker if one has work
 *   S1 is a volatile read-modify-write, or a full fence follows it. W1 is a volatile read-modify-write, too. S2 and the
 *   reads of W2 are volatile. So all have one order. If S2 comes before W1, then W2 finds the task. Otherwise S2 finds
 *   the idle worker, or a searcher. A searcher that finds a task, or goes idle, changes the word; if it was the last
 *   searcher, it then does W2. While a thief moves work from one queue to another, the work is in neither for a moment;
 *   the thief does S2 after it has published the work.
 *   While popFirst holds workers that it does not want, they are neither idle nor searching. A submitter may then find
 *   no idle worker at S2, and a searcher none when it stops. So the thread that puts workers back acts as a sleeper:
 *   the CAS that pushes them is W1, and the thread then does W2. If it has found neither a thread for its worker nor
 *   another idle worker that has one, it reports this after W1, instead of doing W2. The push may also make all workers
 *   idle, so the thread checks for this, too.
 *
 * A graceful shutdown ends (SHUTDOWN to DRAINED) by a CAS that expects the word as it was when all workers were idle,
 * before all queues were found empty. So no worker ran in between.
 */
final class GroupState {

    /** Twelve bits for each count. */
    static final int MAX_WORKERS = (1 << 12) - 1;

    static final int RUNNING = 0;
    static final int SHUTDOWN = 1;
    static final int DRAINED = 2;
    static final int STOPPED = 3;

    private static final int IDLE_SHIFT = 12;
    private static final int SEARCHING_SHIFT = 24;
    private static final int PHASE_SHIFT = 36;
    private static final int VERSION_SHIFT = 38;
    private static final long ONE_IDLE = 1L << IDLE_SHIFT;
    private static final long ONE_SEARCHING = 1L << SEARCHING_SHIFT;
    private static final long ONE_PHASE = 1L << PHASE_SHIFT;
    private static final long ONE_VERSION = 1L << VERSION_SHIFT;
    private static final long COUNT = MAX_WORKERS;
    private static final int PHASE = 3;

    private static final VarHandle BELOW =
            MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();

    private final PaddedWord word = new PaddedWord();
    private final int[] below;
    private final int maxSearchers;

    /** Created once, because a pop must not need memory. */
    private final WordPredicate allowsAnotherSearcher = this::allowsAnotherSearcher;

    /**
     * Creates a state in which all workers are idle.
     *
     * @param workers how many there are
     * @param maxSearchers how many may search at the same time; if several begin together, there may be a few more
     */
    GroupState(int workers, int maxSearchers) {
        below = new int[workers];
        this.maxSearchers = maxSearchers;
        for (int worker = workers - 1; worker >= 0; worker--) {
            goIdle(worker, false);
        }
    }

    static int idle(long word) {
        return (int) (word >>> IDLE_SHIFT & COUNT);
    }

    static int searching(long word) {
        return (int) (word >>> SEARCHING_SHIFT & COUNT);
    }

    static int phase(long word) {
        return (int) (word >>> PHASE_SHIFT) & PHASE;
    }

    /** Whether a worker that finds nothing now will never find anything again. */
    static boolean isOver(long word) {
        return phase(word) >= DRAINED;
    }

    /** Whether a worker is idle and none is searching, and the group is not over. */
    static boolean wantsWaking(long word) {
        return searching(word) == 0 && idle(word) > 0 && !isOver(word);
    }

    /** Whether all workers have a task, and the group is not over. */
    static boolean isSaturated(long word) {
        return idle(word) == 0 && searching(word) == 0 && !isOver(word);
    }

    private static int top(long word) {
        return (int) (word & COUNT);
    }

    /**
     * Volatile: S2, and the reads that prove a group quiescent. If the word is the same when it is read again, no
     * worker has left the stack meanwhile.
     */
    long wordVolatile() {
        return word.valueVolatile();
    }

    boolean allIdle(long word) {
        return idle(word) == below.length;
    }

    /** Counts the calling worker as a searcher, unless maxSearchers or half of the awake workers are searching. */
    boolean beginSearch() {
        long seen = wordVolatile();
        int searching = searching(seen);
        if (searching >= maxSearchers || 2 * searching >= below.length - idle(seen)) {
            return false;
        }
        word.getAndAddValue(ONE_SEARCHING);
        return true;
    }

    /** Ends a search. True if it was the last one and a worker is idle: then the caller must read the queues (W2). */
    boolean endSearch() {
        return wantsWaking(word.getAndAddValue(-ONE_SEARCHING) - ONE_SEARCHING);
    }

    /** Pushes a worker, and ends its search if it was searching; returns the new word. */
    long goIdle(int worker, boolean searching) {
        return push(worker, worker, ONE_IDLE - (searching ? ONE_SEARCHING : 0));
    }

    /** If no worker is searching, pops the one that went idle last and counts it as searching; -1 if it pops none. */
    int popForWork() {
        return pop(GroupState::wantsWaking);
    }

    /** As {@link #popForWork}, but also if others are searching, as long as fewer than maxSearchers are. */
    int popForBacklog() {
        return pop(allowsAnotherSearcher);
    }

    /** Whether a worker is idle and may be woken to search, although others may be searching. */
    boolean allowsAnotherSearcher(long word) {
        return searching(word) < maxSearchers && idle(word) > 0 && !isOver(word);
    }

    /** Pops the worker that went idle last, and counts it as searching; -1 if none is idle. */
    int popAny() {
        return pop(seen -> idle(seen) > 0);
    }

    private int pop(WordPredicate wanted) {
        int pause = Backoff.START;
        while (true) {
            long seen = wordVolatile();
            if (!wanted.test(seen)) {
                return -1;
            }
            int worker = top(seen) - 1;
            if (casWord(seen, popped(seen, worker) + ONE_SEARCHING)) {
                return worker;
            }
            pause = Backoff.pause(pause);
        }
    }

    /**
     * Pops the idle worker nearest to the top that meets a condition. Pops those above it, too, and then puts them back
     * together, in the same order; meanwhile they are linked by their entries in {@link #below}. Needs no memory.
     *
     * @param wanted the condition; a worker for which it begins to hold after the check is put back, and so missed
     * @param searching whether to count the popped worker as searching
     * @param afterPush is given the new word if workers were put back; the caller must then do W2 and check whether all
     *     workers are idle
     * @return the worker, or -1 if no idle one meets the condition
     */
    int popFirst(IntPredicate wanted, boolean searching, LongConsumer afterPush) {
        int first = -1;
        int last = -1;
        int held = 0;
        int found = -1;
        int pause = Backoff.START;
        long seen = wordVolatile();
        while (found < 0 && top(seen) > 0) {
            int worker = top(seen) - 1;
            boolean meets = wanted.test(worker);
            if (!casWord(seen, popped(seen, worker) + (meets && searching ? ONE_SEARCHING : 0))) {
                pause = Backoff.pause(pause);
            } else if (meets) {
                found = worker;
            } else {
                if (held == 0) {
                    first = worker;
                } else {
                    setBelowOpaque(last, worker + 1);
                }
                last = worker;
                held++;
            }
            seen = wordVolatile();
        }
        if (held > 0) {
            afterPush.accept(push(first, last, held * ONE_IDLE));
        }
        return found;
    }

    /** Pushes linked workers, and changes the counts by an amount; returns the new word. */
    private long push(int first, int last, long counts) {
        int pause = Backoff.START;
        while (true) {
            long seen = wordVolatile();
            setBelowOpaque(last, top(seen));
            long next = withTop(seen, first + 1) + counts;
            if (casWord(seen, next)) {
                return next;
            }
            pause = Backoff.pause(pause);
        }
    }

    /** Whether an idle worker meets a condition. May be wrong if the stack changes meanwhile. */
    boolean hasIdle(IntPredicate wanted) {
        long seen = wordVolatile();
        int number = top(seen);
        for (int left = idle(seen); left > 0 && number > 0; left--) {
            if (wanted.test(number - 1)) {
                return true;
            }
            number = belowOpaque(number - 1);
        }
        return false;
    }

    private long popped(long seen, int worker) {
        return withTop(seen, belowOpaque(worker)) - ONE_IDLE;
    }

    /** Advances to a phase; does nothing if it has been reached. */
    void advanceTo(int phase) {
        long seen = wordVolatile();
        while (phase(seen) < phase && !casWord(seen, inPhase(seen, phase))) {
            seen = wordVolatile();
        }
    }

    /** Ends a shutdown if the word is as it was when the group was found quiescent. */
    boolean endShutdown(long seen) {
        return phase(seen) == SHUTDOWN && casWord(seen, inPhase(seen, DRAINED));
    }

    private static long inPhase(long word, int phase) {
        return word + (phase - phase(word)) * ONE_PHASE;
    }

    /** The word with another top and the next version. */
    private static long withTop(long word, int top) {
        return (word & ~COUNT | top) + ONE_VERSION;
    }

    /** Volatile: W1; and the thread that pops a worker sees what the worker's last thread did to it. */
    private boolean casWord(long expected, long next) {
        return word.casValue(expected, next);
    }

    /**
     * Opaque: if the worker has moved and this is out of date, the version makes the CAS fail. Checked by
     * GroupScenario:shared+,1,0,,e.
     */
    private int belowOpaque(int worker) {
        return (int) BELOW.getOpaque(below, worker);
    }

    /** Opaque: the CAS of the word publishes it. Checked by GroupScenario:shared+,1,0,,e. */
    private void setBelowOpaque(int worker, int number) {
        BELOW.setOpaque(below, worker, number);
    }

    @Override
    public String toString() {
        long seen = wordVolatile();
        return idle(seen) + " idle, " + searching(seen) + " searching";
    }

    @FunctionalInterface
    private interface WordPredicate {
        boolean test(long word);
    }
}
