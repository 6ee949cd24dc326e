package dev.filch.pool;

import java.util.SplittableRandom;

/** Reads the metrics and descriptions of a pool in use, and checks their invariants. For a single thread. */
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
        expect(now.completed() <= now.submitted(), "expected completed <= submitted: " + now);
        // A task counts as failed before the handler is called, and as completed afterwards.
        expect(now.failed() <= now.completed() + now.largestThreads(),
                "expected failed <= completed + threads: " + now);
        expect(hasGrown(now.since(last)), "expected no count to decrease from " + last + " to " + now);
        last = now;
        if (config.isBounded()) {
            checkBound();
        }
        expect(pool.activeWorkers() <= config.workers() && pool.idleWorkers() <= config.workers(),
                "expected no more active or idle workers than there are");
        expect(!now.toString().isEmpty() && !pool.toString().isEmpty(), "expected a description");
        if (random.nextInt(DUMP_INTERVAL) == 0) {
            expect(!pool.dump().isEmpty(), "expected a dump");
        }
    }

    /**
     * Whether no count has decreased. The number of submissions may: it includes, for a moment, a submission that is
     * then refused.
     */
    private static boolean hasGrown(MetricsSnapshot difference) {
        return difference.completed() >= 0 && difference.failed() >= 0 && difference.refused() >= 0
                && difference.discarded() >= 0 && difference.ranByCaller() >= 0 && difference.starvations() >= 0
                && difference.threadsStarted() >= 0 && difference.sparesStarted() >= 0
                && difference.expired() >= 0 && difference.overran() >= 0;
    }

    private void checkBound() {
        int queued = pool.queuedTasks();
        expect(queued <= config.capacity(), "expected at most " + config.capacity() + " queued tasks: " + queued);
        if (!config.discards()) {
            long least = ledger.leastQueued();
            int threads = pool.metrics().snapshot().largestThreads();
            expect(least <= config.capacity() + threads, "expected at most " + config.capacity() + " queued tasks and "
                    + threads + " about to start: " + least);
        }
    }

    private void expect(boolean condition, String expectation) {
        ledger.run().expect(condition, () -> expectation);
    }
}
