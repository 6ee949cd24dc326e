package dev.filch.pool;

import java.time.Duration;
import java.util.Objects;

/**
 * The figures of one worker at one point in time. Immutable.
 *
 * @param executed how many tasks it has run
 * @param stealAttempts how often it has tried to steal from another worker
 * @param successfulSteals how many of these attempts took something
 * @param searches how often it has found no task and has searched for one
 * @param batches how often it has taken tasks from outside in a batch
 * @param batchedTasks how many tasks it has taken in these batches, except those that others stole at once
 * @param parks how often its thread has parked
 * @param uselessWakeUps how often it was woken and found no task
 * @param busy how long it was busy: from the moment at which it found a task until it had to search again; zero if the
 *     pool takes no times
 */
public record WorkerSnapshot(
        long executed,
        long stealAttempts,
        long successfulSteals,
        long searches,
        long batches,
        long batchedTasks,
        long parks,
        long uselessWakeUps,
        Duration busy) {

    /**
     * Checks the figures.
     *
     * @param executed how many tasks it has run
     * @param stealAttempts how often it has tried to steal
     * @param successfulSteals how many attempts took something
     * @param searches how often it has searched
     * @param batches how often it has taken a batch
     * @param batchedTasks how many tasks it has taken in batches
     * @param parks how often its thread has parked
     * @param uselessWakeUps how often it was woken and found no task
     * @param busy how long it was busy
     * @throws NullPointerException if {@code busy} is null
     */
    public WorkerSnapshot {
        Objects.requireNonNull(busy, "busy");
    }

    WorkerSnapshot since(WorkerSnapshot earlier) {
        return new WorkerSnapshot(executed - earlier.executed, stealAttempts - earlier.stealAttempts,
                successfulSteals - earlier.successfulSteals, searches - earlier.searches, batches - earlier.batches,
                batchedTasks - earlier.batchedTasks, parks - earlier.parks, uselessWakeUps - earlier.uselessWakeUps,
                busy.minus(earlier.busy));
    }
}
