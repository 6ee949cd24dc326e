package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.util.function.LongSupplier;

/**
 * Decides how long a worker without a task keeps searching before it sleeps. A search pays if a task arrives sooner
 * than a sleeping worker could be woken; otherwise it wastes a processor. So the length of a search adapts: it is the
 * maximum after a search that found a task or a sleep that ended soon, and each longer sleep halves it, down to zero.
 */
final class SearchSpin {

    /** In nanoseconds: about the time from a wake-up until the woken thread runs. It is not worth searching longer. */
    private static final long WAKE_UP_NANOS = 20_000;

    /** The pause between two reads of the queues. Each read takes cache lines from threads that use the queues. */
    private static final int SPINS_PER_ROUND = 4;

    /** With one processor, no other thread can submit a task during a search. */
    private static final boolean IS_MULTIPROCESSOR = Runtime.getRuntime().availableProcessors() > 1;

    private final LongSupplier nanoTime;
    private final int maxRounds;
    private int rounds;
    private int remainingRounds;
    private long start;

    SearchSpin() {
        this(System::nanoTime, IS_MULTIPROCESSOR ? Backoff.patience() : 0);
    }

    /** With this clock, and this many rounds in the longest search. */
    SearchSpin(LongSupplier nanoTime, int maxRounds) {
        this.nanoTime = nanoTime;
        this.maxRounds = maxRounds;
        rounds = maxRounds;
    }

    /** Begins a search. */
    void start() {
        remainingRounds = rounds;
        start = nanoTime.getAsLong();
    }

    /** Spins for one round; false if the search should end. */
    boolean pause() {
        if (remainingRounds == 0) {
            return false;
        }
        remainingRounds--;
        for (int i = 0; i < SPINS_PER_ROUND; i++) {
            Backoff.pauseOnce();
        }
        return true;
    }

    /** Records that the search has found a task. */
    void found() {
        rounds = maxRounds;
    }

    /** Records that the sleep after the search has ended. */
    void woken() {
        boolean soon = nanoTime.getAsLong() - start < WAKE_UP_NANOS;
        rounds = soon ? maxRounds : rounds >> 1;
    }
}
