package dev.filch.internal;

/**
 * How long to stand back: after losing a race for a contended word, twice as long each time, up to a bound; behind a
 * peer that has begun what this thread needs, as long as the peer takes, or longer so that it gets ahead. Threads that
 * look again at once only take the cache line from the one that is about to write it.
 *
 * <p>The state of a wait is one {@code int} that the caller keeps in a local variable, so that nothing is allocated.
 */
public final class Backoff {

    /** The state before the first lost race, in nanoseconds. Decision 013 has the measurements. */
    public static final int START = 500;

    /**
     * What a look costs times this is more than the few instructions that a peer needs which has not been descheduled.
     */
    private static final int PATIENCE = 64;

    /** In nanoseconds, for each processor: the more threads race, the longer the losers must leave the line alone. */
    private static final int PAUSE_PER_PROCESSOR = 1_500;

    /** In nanoseconds: the bounds of {@link #LONGEST_PAUSE}. Longer pauses cost fairness, see decision 013. */
    private static final int MIN_LONGEST_PAUSE = 6_000;

    private static final int MAX_LONGEST_PAUSE = 24_000;

    private static final int LONGEST_PAUSE = longestPause(Runtime.getRuntime().availableProcessors());

    /** What falling back may cost each element that was passed: less than a cache line that two threads fight for. */
    private static final int NANOS_PER_ELEMENT = 32;

    /** In nanoseconds: meanwhile a peer gets ahead by several cache lines. */
    private static final int LONGEST_FALL_BACK = 3_000;

    /** In nanoseconds: less is not worth looking at the clock for. */
    private static final int SHORTEST_FALL_BACK = 100;

    /** So many looks for a peer that must come take longer than it needs if it runs. */
    private static final int FIRST_TURN = 16;

    /** No more looks than this lie between two turns that are given to others: some microseconds. */
    private static final int MOST_LOOKS = 256;

    /** In nanoseconds: the pause of a thread that has given others a turn before. */
    private static final int AFTER_A_TURN = 1_500;

    private Backoff() {
    }

    /** The longest pause, in nanoseconds, on a machine with that many processors. */
    static int longestPause(int processors) {
        long wanted = (long) processors * PAUSE_PER_PROCESSOR;
        return (int) Math.max(MIN_LONGEST_PAUSE, Math.min(wanted, MAX_LONGEST_PAUSE));
    }

    /**
     * Pauses, for 6 to 24 microseconds at most, by the number of processors.
     *
     * @param nanos the state: {@link #START}, or what the last call returned
     * @return the state for the next call
     */
    public static int pause(int nanos) {
        spin(nanos);
        return Math.min(nanos << 1, LONGEST_PAUSE);
    }

    /**
     * By the clock: {@link Thread#onSpinWait} took 11 ns on one processor and 45 on another. To read the clock should
     * not take longer; where it does, so do the shortest waits.
     */
    private static void spin(long nanos) {
        long start = System.nanoTime();
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - start < nanos);
    }

    /**
     * Stands back after another thread was faster: gives it and the others a turn the first time, and later pauses.
     * With more threads than processors, one consumer less at work is better than two that fight.
     *
     * @param times the state: 0, or what the last call returned
     * @return the state for the next call
     */
    public static int giveWay(int times) {
        if (times == 0) {
            Thread.yield();
        } else {
            spin(AFTER_A_TURN);
        }
        return 1;
    }

    /**
     * Pauses before a second look at what has not come yet. A look at the other end of a queue instead would take a
     * cache line from those who are busy there, perhaps with the very thing that is looked for.
     */
    public static void pauseOnce() {
        Thread.onSpinWait();
    }

    /**
     * How often to look for the next step of a peer before doing without it. Ask once for each wait.
     *
     * @return the number of looks, with a {@link Thread#onSpinWait} after each
     */
    public static int patience() {
        return PATIENCE;
    }

    /**
     * Waits a moment for the next step of a peer that nobody can do without. One that has not taken it after some looks
     * has probably been descheduled, and if there are more threads than processors, perhaps in favour of this one: then
     * this thread gives the others a turn. It does so again only after it has looked twice as often as before, up to a
     * bound.
     *
     * @param looks the state: 0, or what the last call returned
     * @return the state for the next call
     */
    public static int awaitPeer(int looks) {
        if (looks >= FIRST_TURN && Integer.bitCount(looks) == 1) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
        return looks < 2 * MOST_LOOKS ? looks + 1 : MOST_LOOKS + 1;
    }

    /**
     * Waits as {@link #awaitPeer(int)} does, but falls back instead if this thread has caught up with its peer. Who
     * stays right behind a peer takes the cache line from it that it is writing, for each element anew; who lets it
     * get ahead finds many elements in each line. The more elements were passed without falling back, the longer it
     * takes: so it costs each of them some 30 nanoseconds at the most, and threads that pass one element to and fro do
     * not fall back.
     *
     * @param looks the state: 0, or what the last call returned
     * @param passed how many elements this end of the queue has passed since anybody fell back there, or waited for a
     *     peer; none if negative
     * @return the state for the next call
     */
    public static int awaitPeer(int looks, long passed) {
        if (passed <= 0) {
            return awaitPeer(looks);
        }
        fallBack(passed);
        return looks;
    }

    private static void fallBack(long passed) {
        long nanos = Math.min(passed, LONGEST_FALL_BACK / NANOS_PER_ELEMENT) * NANOS_PER_ELEMENT;
        if (nanos < SHORTEST_FALL_BACK) {
            Thread.onSpinWait();
        } else {
            spin(nanos);
        }
    }
}
