package dev.filch.internal;

/**
 * How long to stand back after losing a race for a contended word: twice as long each time, up to a bound. Threads that
 * retry at once only take the cache line from the one that is about to succeed.
 *
 * <p>The state is one {@code int} that the caller keeps in a local variable, so that nothing is allocated.
 */
public final class Backoff {

    /** The state before the first lost race. Less made threads that lost one lose the next as well. */
    public static final int START = 16;

    /**
     * What a look costs times this is more than the few instructions that a peer needs which has not been descheduled.
     */
    private static final int PATIENCE = 64;

    /** More than this brought nothing in measurements with up to 16 threads a side. */
    private static final int MOST_PAUSES = 128;

    /** So many looks for a peer that must come take longer than it needs if it runs. */
    private static final int FIRST_TURN = 16;

    /** No more looks than this lie between two turns that are given to others: some ten microseconds. */
    private static final int MOST_LOOKS = 256;

    private Backoff() {
    }

    /**
     * Pauses, never longer than some microseconds.
     *
     * @param pauses the state: {@link #START}, or what the last call returned
     * @return the state for the next call
     */
    public static int pause(int pauses) {
        for (int i = 0; i < pauses; i++) {
            Thread.onSpinWait();
        }
        return Math.min(pauses << 1, MOST_PAUSES);
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
