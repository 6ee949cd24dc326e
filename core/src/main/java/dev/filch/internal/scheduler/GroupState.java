package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/*
 * Sources: the count of searching workers is from the schedulers of Go (Dmitry Vyukov, "Scalable Go scheduler design",
 * 2012) and tokio. The stack of idle workers inside one word is from Doug Lea's ForkJoinPool.
 *
 * The idea. One word records which workers are idle, how many are searching for work, and how far the shutdown has
 * come. So every decision is based on one consistent state. A submitter wakes a worker only if none is searching: a
 * searcher would find the task. When the last searcher finds a task, it wakes another worker if there is more work.
 *
 *    63        38 37     36 35         24 23       12 11       0
 *   [  version   |  phase  |  searching  |   idle    |   top    ]
 *
 *   top        The worker on top of the stack of idle workers, as its index + 1; 0 if the stack is empty. below[w] is
 *              the worker under worker w, in the same form.
 *   idle       The number of workers on the stack. Either their thread sleeps, or they have no thread (vacant).
 *   searching  The number of workers that were popped to be woken, or found no task and keep searching.
 *   phase      RUNNING, SHUTDOWN, DRAINED or STOPPED. It only grows.
 *   version    Each push and each pop adds 1. So the CAS of a pop fails if the stack has changed since the pop read the
 *              word (no ABA). The version wraps around at 2^26.
 *
 * Invariants
 *   I1  A worker is on the stack at most once. Only the thread that has a worker pushes it. After a pop, the worker and
 *       its entry in below belong to the thread whose CAS popped it. That thread may hand the worker back to the
 *       sleeping thread that pushed it.
 *   I2  idle is the number of workers on the stack. idle + searching is at most the number of workers.
 *   I3  No wake-up is lost. If a queue holds visible work and a worker is idle, then one of these holds:
 *       (a) A worker is searching, or a thread for it is being started.
 *       (b) A worker has just stopped searching or gone idle, and has yet to read the queues. Or a submitter has just
 *           published a task, and has yet to read this word.
 *       (c) A thread has popped workers in order to put them back (popFirst). It has yet to push them, or to read the
 *           queues after the push.
 *       (d) A thread that was needed could not be started, and this was reported.
 *       (e) The stack of a submitter overflowed between S1 and S2.
 *       After (d) and (e), the next submission, shutdown, or wait for idleness or termination repeats S2. Such a wait
 *       also repeats it after each failed start.
 *
 * Why I3 holds
 *   submitter:  (S1) publish the task           (S2) read the word; wake a worker if one is idle and none is searching
 *   sleeper:    (W1) change the word            (W2) read all queues; wake a worker if a queue holds work
 *   S1 and W1 are volatile read-modify-writes, or a full fence follows S1. S2 and the reads of W2 are volatile. So all
 *   four have one order. If S2 comes before W1, then W2 finds the task. Otherwise S2 finds the idle worker, or a
 *   searcher.
 *
 *   Searchers. A searcher that finds a task, or goes idle, changes the word: this is W1. If it was the last searcher,
 *   it then does W2.
 *
 *   Thieves. While a thief moves tasks from one queue to another, neither queue shows them. So the thief does S2 after
 *   it has published them in the second queue.
 *
 *   popFirst. The workers that a thread has popped and will put back are neither idle nor searching. Meanwhile a
 *   submitter may find no idle worker at S2, and so may a searcher that stops. So the thread acts as a sleeper: the CAS
 *   that pushes the workers is W1, and W2 follows. Exception: a thread that could not start a thread for its worker
 *   pops another idle worker that has one. If there is none, it reports the failure after W1 instead of doing W2 (d).
 *   The push may also make all workers idle, so the thread checks for quiescence.
 *
 * How a graceful shutdown ends. A thread reads the word and finds all workers idle. Then it finds all queues empty.
 * Then it changes SHUTDOWN to DRAINED by a CAS that expects the word it has read. A worker that had left the stack in
 * between would have changed the version, so none ran.
 *
 * Linearization points
 *   goIdle, popForWork, popForBacklog, popAny, advanceTo, endShutdown
 *                  the CAS of the word. If a pop returns -1: the read of the word.
 *   beginSearch    true: the getAndAdd of the word.  false: the read of the word.
 *   endSearch      the getAndAdd of the word.
 *   popFirst       has no single instant: each pop and the final push are CASes of their own.
 */
final class GroupState {

    /** The largest number that the twelve bits of a count hold. */
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
     * @param workers the number of workers
     * @param maxSearchers how many may search at the same time. If several begin together, they may exceed it by a few
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

    /** Whether the group was drained or stopped. A worker that finds no task then will never find one again. */
    static boolean isOver(long word) {
        return phase(word) >= DRAINED;
    }

    /** Whether a submitter must wake a worker: one is idle, none is searching, and the group is not over. */
    static boolean wantsWaking(long word) {
        return searching(word) == 0 && idle(word) > 0 && !isOver(word);
    }

    /** Whether every worker has a task, and the group is not over. */
    static boolean isSaturated(long word) {
        return idle(word) == 0 && searching(word) == 0 && !isOver(word);
    }

    private static int top(long word) {
        return (int) (word & COUNT);
    }

    /**
     * Volatile: S2, and the reads that prove a group quiescent. If two reads return the same word, no worker has left
     * the stack in between.
     */
    long wordVolatile() {
        return word.valueVolatile();
    }

    boolean allIdle(long word) {
        return idle(word) == below.length;
    }

    /**
     * Counts the calling worker as searching. Returns false, and changes nothing, if maxSearchers workers or half of
     * the awake ones are searching already.
     */
    boolean beginSearch() {
        long seen = wordVolatile();
        int searching = searching(seen);
        if (searching >= maxSearchers || 2 * searching >= below.length - idle(seen)) {
            return false;
        }
        word.getAndAddValue(ONE_SEARCHING);
        return true;
    }

    /** Ends a search. Returns true if it was the last one and a worker is idle: the caller must then do W2. */
    boolean endSearch() {
        return wantsWaking(word.getAndAddValue(-ONE_SEARCHING) - ONE_SEARCHING);
    }

    /** Pushes a worker, and ends its search if it was searching. Returns the new word. */
    long goIdle(int worker, boolean searching) {
        return push(worker, worker, ONE_IDLE - (searching ? ONE_SEARCHING : 0));
    }

    /** If no worker is searching, pops the top worker and counts it as searching. Returns -1 if it pops none. */
    int popForWork() {
        return pop(GroupState::wantsWaking);
    }

    /** As {@link #popForWork}, but pops whenever fewer than maxSearchers workers are searching. */
    int popForBacklog() {
        return pop(allowsAnotherSearcher);
    }

    /** Whether a worker is idle, fewer than maxSearchers are searching, and the group is not over. */
    boolean allowsAnotherSearcher(long word) {
        return searching(word) < maxSearchers && idle(word) > 0 && !isOver(word);
    }

    /** Pops the top worker and counts it as searching. Returns -1 if none is idle. */
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
     * Pops the idle worker nearest to the top that meets a condition. This thread first pops the workers above it, and
     * holds them, linked by their entries in {@link #below}. Then it puts them back by one push, in the same order.
     * Allocates nothing.
     *
     * @param wanted the condition. A worker that begins to meet it after the check is put back, and so missed
     * @param searching whether to count the returned worker as searching
     * @param afterPush receives the new word if workers were put back. The caller must then do W2 and check whether all
     *     workers are idle
     * @return the worker, or -1 if no idle worker meets the condition
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

    /** Pushes linked workers, and adds to the counts. Returns the new word. */
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

    /** Whether an idle worker meets a condition. The answer may be wrong if the stack changes during the call. */
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

    /** Advances to a phase. Does nothing if the group is in that phase or a later one. */
    void advanceTo(int phase) {
        long seen = wordVolatile();
        while (phase(seen) < phase && !casWord(seen, inPhase(seen, phase))) {
            seen = wordVolatile();
        }
    }

    /** Ends a shutdown. Returns false if the word is no longer the one with which the group was found quiescent. */
    boolean endShutdown(long seen) {
        return phase(seen) == SHUTDOWN && casWord(seen, inPhase(seen, DRAINED));
    }

    private static long inPhase(long word, int phase) {
        return word + (phase - phase(word)) * ONE_PHASE;
    }

    /** The word with a new top and the next version. */
    private static long withTop(long word, int top) {
        return (word & ~COUNT | top) + ONE_VERSION;
    }

    /** Volatile: W1. Also, the thread that pops a worker sees what the worker's last thread wrote to it. */
    private boolean casWord(long expected, long next) {
        return word.casValue(expected, next);
    }

    /**
     * Opaque: a stale value is harmless, because the version then makes the CAS of the word fail. Checked by
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
