package dev.filch.internal;

/**
 * Pauses and spins, for a thread that has lost a race or waits for a peer's next step. If such a thread reread at once,
 * it would only take the cache line from the thread that is about to write it.
 *
 * <p>A thread that has lost a race for a contended word pauses, each time twice as long, up to a bound. A thread that
 * needs the next step of a peer spins and then yields. If it follows the peer too closely, it backs off for longer, so
 * that the peer gets ahead.
 *
 * <p>The state of a wait is one {@code int} in a local variable of the caller, so nothing is allocated.
 */
public final class Backoff {

    /** The state before the first lost race: a pause in nanoseconds. Decision 013 has the measurements. */
    public static final int START = 500;

    /** The number of spins in which a peer that is running takes a few instructions. */
    private static final int PATIENCE = 64;

    /** In nanoseconds. The more threads race, the longer the losers must leave the cache line alone. */
    private static final int PAUSE_PER_PROCESSOR = 1_500;

    /** In nanoseconds: the bounds of {@link #LONGEST_PAUSE}. Longer pauses would cost fairness, see decision 013. */
    private static final int MIN_LONGEST_PAUSE = 6_000;

    private static final int MAX_LONGEST_PAUSE = 24_000;

    private static final int LONGEST_PAUSE = longestPause(Runtime.getRuntime().availableProcessors());

    /**
     * The maximum pause for each element passed, in nanoseconds. It is less than the cost of a contended cache line.
     */
    private static final int NANOS_PER_ELEMENT = 32;

    /** In nanoseconds: long enough for a peer to get ahead by several cache lines. */
    private static final int MAX_BACK_OFF = 3_000;

    /** In nanoseconds. A shorter pause is not worth reading the clock. */
    private static final int MIN_BACK_OFF = 100;

    /** After this many spins, a peer that is running would have finished. */
    private static final int SPINS_BEFORE_YIELD = 16;

    /** The maximum number of spins between two yields, which take some microseconds. */
    private static final int MAX_SPINS = 256;

    /** In nanoseconds: the pause of a thread that has yielded before. */
    private static final int PAUSE_AFTER_YIELD = 1_500;

    private static final int SPINS_BEFORE_PARKING = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

    /** The name of the group of all virtual threads, as specified since JDK 21. */
    private static final String VIRTUAL_THREADS = "VirtualThreads";

    private Backoff() {
    }

    /** Returns the longest pause on a machine with this many processors, in nanoseconds. */
    static int longestPause(int processors) {
        long wanted = (long) processors * PAUSE_PER_PROCESSOR;
        return (int) Math.max(MIN_LONGEST_PAUSE, Math.min(wanted, MAX_LONGEST_PAUSE));
    }

    /**
     * Pauses after a lost race. The longest pause is 6 to 24 microseconds, depending on the number of processors.
     *
     * @param nanos the state: {@link #START}, or the result of the last call
     * @return the state for the next call
     */
    public static int pause(int nanos) {
        spin(nanos);
        return Math.min(nanos << 1, LONGEST_PAUSE);
    }

    /**
     * Spins for a time, not for a number of iterations, because {@link Thread#onSpinWait} took 11 ns on one processor
     * and 45 ns on another. If reading the clock takes longer than a short wait, the wait becomes as long.
     */
    private static void spin(long nanos) {
        long start = System.nanoTime();
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - start < nanos);
    }

    /**
     * Backs off after another thread has won a race: yields the first time, and pauses later. With more threads than
     * processors, one consumer fewer is better than two that contend.
     *
     * @param times the state: 0, or the result of the last call
     * @return the state for the next call
     */
    public static int yieldOnce(int times) {
        if (times == 0) {
            Thread.yield();
        } else {
            spin(PAUSE_AFTER_YIELD);
        }
        return 1;
    }

    /**
     * Pauses before a second read of an element that has not arrived yet. If the thread read the opposite index (head
     * or tail) instead, it would take a cache line from the threads that are busy there, possibly with the awaited
     * element.
     */
    public static void pauseOnce() {
        Thread.onSpinWait();
    }

    /**
     * Returns how many times to check for the next step of a peer before giving up on it. Call this method once per
     * wait.
     *
     * @return the number of checks, with a {@link Thread#onSpinWait} after each
     */
    public static int patience() {
        return PATIENCE;
    }

    /**
     * Returns how many times to check a condition before parking, which takes about a microsecond. If the condition
     * comes to hold in that time, no wake-up is needed, which would cost both threads ten times as much. With one
     * processor, it could not. A virtual thread parks at once: parking costs it little, and another virtual thread may
     * need its carrier.
     *
     * @return the number of checks, with a {@link Thread#onSpinWait} after each
     */
    public static int spinsBeforeParking() {
        return Thread.currentThread().getThreadGroup().getName().equals(VIRTUAL_THREADS) ? 0 : SPINS_BEFORE_PARKING;
    }

    /**
     * Waits briefly for the next step of a peer, without which no thread can continue. A peer that has not taken its
     * step after some spins has probably been descheduled, possibly in favour of this thread. So this thread then
     * yields. Before each further yield it spins twice as often, up to a bound.
     *
     * @param spins the state: 0, or the result of the last call
     * @return the state for the next call
     */
    public static int awaitPeer(int spins) {
        if (spins >= SPINS_BEFORE_YIELD && Integer.bitCount(spins) == 1) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
        return spins < 2 * MAX_SPINS ? spins + 1 : MAX_SPINS + 1;
    }

    /**
     * Waits for the next step of a peer, and backs off if this thread has caught up with it. A thread that follows a
     * peer too closely takes the cache line the peer is writing, once per element. After a pause it finds many elements
     * per line. The pause grows with the number of elements passed since the last one (some 30 ns each, up to 3 µs), so
     * it never dominates, and threads that pass one element to and fro do not pause.
     *
     * @param spins the state: 0, or the result of the last call
     * @param passed the number of elements that head or tail has passed since a thread last backed off there, or waited
     *     for a peer; 0 or negative means none
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
