package dev.filch.internal.scheduler;

/**
 * The queues of a group as one worker sees them. All methods are for the thread that has the worker.
 */
abstract class WorkerQueues {

    /** A task for the worker to run now; null if none was found. */
    abstract Runnable next(Worker worker);

    /**
     * The task that the worker runs instead of going to sleep, after {@link #next} has found nothing. May wait for a
     * submission under way.
     *
     * @return null if there is none, or {@code next} has already waited
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
     * Takes back the task that {@link #push} published last, after the group was stopped and its queues were drained.
     *
     * @param lane the lane to which the task was pushed
     * @return false if it was drained, or is queued behind tasks that were not, because memory has run out
     */
    abstract boolean takeBack(Lane lane);

    /**
     * Removes from the worker's own queue the futures that a waiter has claimed, as far as that is easy. Counts those
     * that were cancelled before they started.
     */
    abstract void discardClaimed(Worker worker);
}
