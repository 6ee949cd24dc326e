package dev.filch.internal;

/**
 * How long to back off. After losing a race for a contended word, a thread pauses twice as long each time, up to a
 * bound. Behind a peer that has begun a step this thread needs, it waits as long as the peer takes, or longer so that
 * the peer gets ahead. A thread that rereads at once only takes the cache line from the thread that is about to write
 * it.
 *
 * <p>The state of a wait is one {@code int} in a local variable of the caller, so nothing is allocated.
 */
public final class Backoff {

    /** The state before the first lost race, in nanoseconds. Decision 013 has the measurements. */
    public static final int START = 500;

    /** In spins: longer than the few instructions that a peer needs if it has not been descheduled. */
    private static final int PATIENCE = 64;

    /** In nanoseconds per processor: the more threads race, the longer the losers must leave the cache line alone. */
    private static final int PAUSE_PER_PROCESSOR = 1_500;

    /** In nanoseconds: the bounds of {@link #LONGEST_PAUSE}. Longer pauses cost fairness, see decision 013. */
    private static final int MIN_LONGEST_PAUSE = 6_000;

    private static final int MAX_LONGEST_PAUSE = 24_000;

    private static final int LONGEST_PAUSE = longestPause(Runtime.getRuntime().availableProcessors());

    /** In nanoseconds: the longest pause per element passed. It is less than the cost of a contended cache line. */
    private static final int NANOS_PER_ELEMENT = 32;

    /** In nanoseconds: long enough for a peer to get ahead by several cache lines. */
    private static final int MAX_BACK_OFF = 3_000;

    /** In nanoseconds: a shorter pause is not worth reading the clock for. */
    private static final int MIN_BACK_OFF = 100;

    /** After this many spins, a peer that is running would have finished. */
    private static final int FIRST_TURN = 16;

    /** The maximum number of spins between two yields: some microseconds. */
    private static final int MAX_SPINS = 256;

    /** In nanoseconds: the pause of a thread that has yielded before. */
    private static final int AFTER_A_TURN = 1_500;

    private Backoff() {
    }

    /** The longest pause, in nanoseconds, on a machine with this many processors. */
    static int longestPause(int processors) {
        long wanted = (long) processors * PAUSE_PER_PROCESSOR;
        return (int) Math.max(MIN_LONGEST_PAUSE, Math.min(wanted, MAX_LONGEST_PAUSE));
    }

    /**
     * Pauses. The longest pause is 6 to 24 microseconds, depending on the number of processors.
     *
     * @param nanos the state: {@link #START}, or what the last call returned
     * @return the state for the next call
     */
    public static int pause(int nanos) {
        spin(nanos);
        return Math.min(nanos << 1, LONGEST_PAUSE);
    }

    /**
     * Goes by the clock, because {@link Thread#onSpinWait} took 11 ns on one processor and 45 on another. Where reading
     * the clock takes longer than the shortest waits, these become longer too.
     */
    private static void spin(long nanos) {
        long start = System.nanoTime();
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - start < nanos);
    }

    /**
     * Backs off after another thread was faster: yields the first time, and pauses later. With more threads than
     * processors, one consumer fewer is better than two that contend.
     *
     * @param times the state: 0, or what the last call returned
     * @return the state for the next call
     */
    public static int yieldOnce(int times) {
        if (times == 0) {
            Thread.yield();
        } else {
            spin(AFTER_A_TURN);
        }
        return 1;
    }

    /**
     * Pauses before a second read of something that has not come yet. Reading the other end of a queue instead would
     * take a cache line from the threads that are busy there, perhaps with the very element that is awaited.
     */
    public static void pauseOnce() {
        Thread.onSpinWait();
    }

    /**
     * How often to check for the next step of a peer before giving up on it. Call once per wait.
     *
     * @return the number of checks, with a {@link Thread#onSpinWait} after each
     */
    public static int patience() {
        return PATIENCE;
    }

    /**
     * Waits a moment for the next step of a peer, which no thread can go on without. A peer that has not taken it after
     * some spins has probably been descheduled, perhaps in favour of this thread if there are more threads than
     * processors. So this thread then yields. Before each further yield it spins twice as often, up to a bound.
     *
     * @param spins the state: 0, or what the last call returned
     * @return the state for the next call
     */
    public static int awaitPeer(int spins) {
        if (spins >= FIRST_TURN && Integer.bitCount(spins) == 1) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
        return spins < 2 * MAX_SPINS ? spins + 1 : MAX_SPINS + 1;
    }

    /**
     * Waits for the next step of a peer, and backs off if this thread has caught up with it. A thread that follows a
     * peer too closely takes the cache line the peer is writing, once per element; after a pause it finds many elements
     * per line. The pause grows with the number of elements passed since the last one (some 30 ns each, up to a bound),
     * so it never dominates, and threads that pass one element to and fro do not pause.
     *
     * @param spins the state: 0, or what the last call returned
     * @param passed how many elements head or tail has passed since a thread last backed off there, or waited for a
     *     peer; none if negative
     * @return the state for the next call
     */
    public static int awaitPeer(int spins, long passed) {
        if (passed <= 0) {
            return awaitPeer(spins);
        }
        backOff(passed);
        return spins;
    }

    private static void backOff(long passed) {
        long nanos = Math.min(passed, MAX_BACK_OFF / NANOS_PER_ELEMENT) * NANOS_PER_ELEMENT;
        if (nanos < MIN_BACK_OFF) {
            Thread.onSpinWait();
        } else {
            spin(nanos);
        }
    }
}
