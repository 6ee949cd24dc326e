package dev.filch.internal.scheduler;

/**
 * How long a worker that has found nothing goes on searching before it sleeps. To spin pays if a task comes sooner than a
 * sleeping worker could be woken; otherwise it costs a processor for nothing. So the time is what the recent past
 * suggests: it is longest while tasks come that soon, and halved each time that none did, down to nothing.
 */
final class SearchSpin {

    /** In nanoseconds: about what it takes to send a wake-up and to wake. */
    private static final int LONGEST = Runtime.getRuntime().availableProcessors() > 1 ? 10_000 : 0;

    /** In nanoseconds: less is not worth reading the clock for. */
    private static final int SHORTEST = LONGEST >> 4;

    /** Between two reads of the queues: each takes cache lines from those who are busy there. */
    private static final int SPINS_PER_ROUND = 4;

    private int budget = LONGEST;
    private long start;

    void start() {
        start = System.nanoTime();
    }

    /** Waits a moment; false if the search has taken long enough. */
    boolean pause() {
        if (budget <= SHORTEST) {
            return false;
        }
        for (int i = 0; i < SPINS_PER_ROUND; i++) {
            Thread.onSpinWait();
        }
        return System.nanoTime() - start < budget;
    }

    void end(boolean found) {
        if (found) {
            budget = LONGEST;
        }
    }

    /** After a sleep that came after a search. */
    void woken() {
        boolean soon = System.nanoTime() - start < LONGEST;
        budget = soon ? LONGEST : Math.max(budget >> 1, SHORTEST);
    }
}
