package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.util.function.LongSupplier;

/**
 * How long a worker that has found nothing keeps searching before it sleeps. A search pays if a task comes sooner than
 * a sleeping worker could be woken; otherwise it wastes a processor. So the recent past decides: after a task that came
 * that soon, the next search is the longest; each longer sleep halves it, down to none.
 */
final class SearchSpin {

    /**
     * In nanoseconds: about the time it takes to send a wake-up and to wake. A task that comes later is not worth a
     * search.
     */
    private static final long WORTH_A_SEARCH = 20_000;

    /** Between two reads of the queues: each read takes cache lines from the threads that are busy there. */
    private static final int SPINS_PER_ROUND = 4;

    /** With one processor, no task can come meanwhile. */
    private static final boolean PAYS = Runtime.getRuntime().availableProcessors() > 1;

    private final LongSupplier nanoTime;
    private final int maxRounds;
    private int rounds;
    private int left;
    private long start;

    SearchSpin() {
        this(System::nanoTime, PAYS ? Backoff.patience() : 0);
    }

    /** With a clock, and the number of rounds of the longest search. */
    SearchSpin(LongSupplier nanoTime, int maxRounds) {
        this.nanoTime = nanoTime;
        this.maxRounds = maxRounds;
        rounds = maxRounds;
    }

    /** Begins a search. */
    void start() {
        left = rounds;
        start = nanoTime.getAsLong();
    }

    /** Waits a moment; false if the search has taken long enough. */
    boolean pause() {
        if (left == 0) {
            return false;
        }
        left--;
        for (int i = 0; i < SPINS_PER_ROUND; i++) {
            Backoff.pauseOnce();
        }
        return true;
    }

    /** Ends a search that has found a task. */
    void found() {
        rounds = maxRounds;
    }

    /** Ends a sleep that followed a search. */
    void woken() {
        boolean soon = nanoTime.getAsLong() - start < WORTH_A_SEARCH;
        rounds = soon ? maxRounds : rounds >> 1;
    }
}
