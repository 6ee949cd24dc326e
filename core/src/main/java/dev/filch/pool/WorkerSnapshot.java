package dev.filch.pool;

import java.time.Duration;
import java.util.Objects;

/**
 * The metrics of one worker at one point in time, or their change between two points. Immutable.
 *
 * @param executed the number of tasks that the worker has run
 * @param stealAttempts the number of times that it has tried to steal from another worker
 * @param successfulSteals the number of these attempts that took something
 * @param searches the number of times that it has found no task and begun to search for one
 * @param batches the number of times that it has taken a batch of tasks from outside
 * @param batchedTasks the number of tasks in these batches, except those that others stole at once
 * @param parks the number of times that its thread has parked
 * @param uselessWakeUps the number of times that it was woken and found no task
 * @param busy the time that it was busy: from the moment at which it found a task until it had to search again; zero if
 *     the pool takes no times
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
     * Creates a snapshot.
     *
     * @param executed the number of tasks that the worker has run
     * @param stealAttempts the number of attempts to steal
     * @param successfulSteals the number of successful attempts
     * @param searches the number of searches
     * @param batches the number of batches
     * @param batchedTasks the number of tasks in batches
     * @param parks the number of parks
     * @param uselessWakeUps the number of wake-ups after which it found no task
     * @param busy the time that it was busy
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
