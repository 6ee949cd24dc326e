package dev.filch.internal.scheduler;

import java.util.function.LongSupplier;

/**
 * How long a worker that has found nothing goes on searching before it sleeps. To spin pays if a task comes sooner than a
 * sleeping worker could be woken; otherwise it costs a processor for nothing. So the time is what the recent past
 * suggests: it is longest while tasks come that soon, and halved each time that none did, down to nothing.
 */
final class SearchSpin {

    /** In nanoseconds: about what it takes to send a wake-up and to wake. */
    private static final int LONGEST = Runtime.getRuntime().availableProcessors() > 1 ? 10_000 : 0;

    /** Between two reads of the queues: each takes cache lines from those who are busy there. */
    private static final int SPINS_PER_ROUND = 4;

    private final LongSupplier nanoTime;
    private final int longest;

    /** In nanoseconds: less is not worth reading the clock for. */
    private final int shortest;

    private int budget;
    private long start;

    SearchSpin() {
        this(System::nanoTime, LONGEST);
    }

    /** With a clock, and the longest time in nanoseconds. */
    SearchSpin(LongSupplier nanoTime, int longest) {
        this.nanoTime = nanoTime;
        this.longest = longest;
        shortest = longest >> 4;
        budget = longest;
    }

    void start() {
        start = nanoTime.getAsLong();
    }

    /** Waits a moment; false if the search has taken long enough. */
    boolean pause() {
        if (budget <= shortest) {
            return false;
        }
        for (int i = 0; i < SPINS_PER_ROUND; i++) {
            Thread.onSpinWait();
        }
        return nanoTime.getAsLong() - start < budget;
    }

    void end(boolean found) {
        if (found) {
            budget = longest;
        }
    }

    /** After a sleep that came after a search. */
    void woken() {
        boolean soon = nanoTime.getAsLong() - start < longest;
        budget = soon ? longest : Math.max(budget >> 1, shortest);
    }
}
