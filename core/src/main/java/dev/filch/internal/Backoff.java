package dev.filch.internal;

/**
 * How long to stand back after losing a race for a contended word: twice as long each time, up to a bound. Threads that
 * retry at once only take the cache line from the one that is about to succeed.
 *
 * <p>The state is one {@code int} that the caller keeps in a local variable, so that nothing is allocated.
 */
public final class Backoff {

    /** The state before the first lost race, in nanoseconds. Less made threads that lost one lose the next as well. */
    public static final int START = 700;

    /**
     * What a look costs times this is more than the few instructions that a peer needs which has not been descheduled.
     */
    private static final int PATIENCE = 64;

    /** More than this brought nothing in measurements with up to 16 threads a side. */
    private static final int LONGEST_PAUSE = 5_600;

    /** What falling back may cost each element that was passed: less than a cache line that two threads fight for. */
    private static final int NANOS_PER_ELEMENT = 16;

    /** In this time a peer gets ahead by several cache lines. */
    private static final int LONGEST_FALL_BACK = 1_500;

    /** Less is not worth looking at the clock for. */
    private static final int SHORTEST_FALL_BACK = 100;

    /** So many looks for a peer that must come take longer than it needs if it runs. */
    private static final int FIRST_TURN = 16;

    /** No more looks than this lie between two turns that are given to others: some ten microseconds. */
    private static final int MOST_LOOKS = 256;

    private Backoff() {
    }

    /**
     * Pauses, never longer than some microseconds.
     *
     * @param nanos the state: {@link #START}, or what the last call returned
     * @return the state for the next call
     */
    public static int pause(int nanos) {
        spin(nanos);
        return Math.min(nanos << 1, LONGEST_PAUSE);
    }

    /** By the clock, since what {@link Thread#onSpinWait} takes differs by a factor of four between processors. */
    private static void spin(int nanos) {
        long start = System.nanoTime();
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - start < nanos);
    }

    /**
     * Falls back behind a peer that this thread has caught up with. Who stays right behind a peer takes the cache line
     * from it that it is writing, for each element anew; who lets it get ahead finds many elements in each line. The
     * more elements were passed without falling back, the longer it takes: so it never costs an element more than a
     * few nanoseconds, and threads that pass one element to and fro do not wait at all.
     *
     * @param passed how many elements this end of the queue has passed since anybody fell back there; negative if
     *     they are too many to count
     */
    public static void fallBack(int passed) {
        int nanos = passed < 0 || passed > LONGEST_FALL_BACK / NANOS_PER_ELEMENT
                ? LONGEST_FALL_BACK
                : passed * NANOS_PER_ELEMENT;
        if (nanos < SHORTEST_FALL_BACK) {
            Thread.onSpinWait();
        } else {
            spin(nanos);
        }
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
            pause(START);
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
}
