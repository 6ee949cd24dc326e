package dev.filch.pool;

import java.util.SplittableRandom;

/** Reads what a pool says about itself while it is in use, and checks what holds even then. For one thread. */
final class SoakObserver {

    private static final int DUMP_INTERVAL = 64;

    private final SoakConfig config;
    private final WorkerPool pool;
    private final SoakLedger ledger;
    private MetricsSnapshot last;

    SoakObserver(SoakConfig config, WorkerPool pool, SoakLedger ledger) {
        this.config = config;
        this.pool = pool;
        this.ledger = ledger;
        last = pool.metrics().snapshot();
    }

    void look(SplittableRandom random) {
        MetricsSnapshot now = pool.metrics().snapshot();
        expect(now.completed() <= now.submitted(), "more completed than submitted: " + now);
        // A task counts as failed before the handler is told, and as completed afterwards.
        expect(now.failed() <= now.completed() + now.largestThreads(), "more failed than completed: " + now);
        expect(hasGrown(now.since(last)), "a count has fallen from " + last + " to " + now);
        last = now;
        if (config.isBounded()) {
            checkBound();
        }
        expect(pool.activeWorkers() <= config.workers() && pool.idleWorkers() <= config.workers(), "too many workers");
        expect(!now.toString().isEmpty() && !pool.toString().isEmpty(), "no description");
        if (random.nextInt(DUMP_INTERVAL) == 0) {
            expect(!pool.dump().isEmpty(), "no dump");
        }
    }

    /** The number of submissions is left out: one that is refused in the end may have been counted for a moment. */
    private static boolean hasGrown(MetricsSnapshot difference) {
        return difference.completed() >= 0 && difference.failed() >= 0 && difference.refused() >= 0
                && difference.discarded() >= 0 && difference.ranByCaller() >= 0 && difference.starvations() >= 0
                && difference.threadsStarted() >= 0 && difference.sparesStarted() >= 0
                && difference.expired() >= 0 && difference.overran() >= 0;
    }

    private void checkBound() {
        int queued = pool.queuedTasks();
        expect(queued <= config.capacity(), queued + " tasks are queued");
        if (!config.discards()) {
            long least = ledger.leastQueued();
            int threads = pool.metrics().snapshot().largestThreads();
            expect(least <= config.capacity() + threads, "with " + threads + " threads, at least " + least
                    + " tasks are queued or about to start");
        }
    }

    private void expect(boolean condition, String otherwise) {
        ledger.run().expect(condition, () -> otherwise);
    }
}
