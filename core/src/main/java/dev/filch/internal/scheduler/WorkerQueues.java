package dev.filch.internal.scheduler;

/** The queues of a group, as one worker uses them. All methods are for the thread that has the worker. */
abstract class WorkerQueues {

    /** The next task for the worker to run; null if none was found. */
    abstract Runnable next(Worker worker);

    /**
     * Reads the queues once more before the worker sleeps, after {@link #next} has found nothing. May wait for a
     * submission in progress.
     *
     * @return the task to run instead of sleeping; null if there is none, or if {@code next} also waits for submissions
     */
    Runnable nextBeforeSleep() {
        return null;
    }

    /**
     * Publishes a task that this worker submits, by a volatile read-modify-write or followed by a full fence.
     *
     * @return false if the source is closed
     */
    abstract boolean push(Runnable task, Lane lane);

    /**
     * Takes back the task that {@link #push} published last, after the group was stopped and its queues were drained.
     *
     * @param lane the lane to which the task was pushed
     * @return false if the task was drained, or is still queued behind others because the drain ran out of memory
     */
    abstract boolean takeBack(Lane lane);

    /**
     * Removes futures that a waiting thread has claimed from the worker's own queue, unless other tasks hide them.
     * Counts those that were cancelled before they started.
     */
    abstract void discardClaimed(Worker worker);
}
