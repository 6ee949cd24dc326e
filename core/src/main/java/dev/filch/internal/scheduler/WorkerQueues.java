package dev.filch.internal.scheduler;

/**
 * The queues of a group as one worker sees them. All methods are for the thread that has the worker.
 */
abstract class WorkerQueues {

    /** A task for the worker to run now; null if none was found. */
    abstract Runnable next(Worker worker);

    /**
     * What the worker runs instead of going to sleep, after {@link #next} has found nothing: may wait for a submission
     * that is under way.
     *
     * @return null if there is nothing, or {@code next} has waited already
     */
    Runnable nextBeforeSleep() {
        return null;
    }

    /**
     * Publishes a task of this worker, by a volatile read-modify-write or with a full fence behind it.
     *
     * @return false if the source is closed
     */
    abstract boolean push(Runnable task, Lane lane);

    /**
     * Takes back what {@link #push} has published last, after the group was stopped and its queues were drained.
     *
     * @return false if it was drained, or is queued behind tasks that were not, since memory has run out
     */
    abstract boolean takeBack();

    /**
     * Removes futures from the worker's own queue that a waiter has claimed, as far as that is easy. Counts those that were
     * cancelled before they started.
     */
    abstract void discardClaimed(WorkerMetrics metrics);
}
