package dev.filch.pool;

/**
 * Receives the events of a pool. All methods do nothing by default.
 *
 * <p>A method runs on the thread that causes its event, and delays that thread. If a method throws, the exception is
 * given to the {@linkplain PoolBuilder#uncaughtExceptionHandler handler} and has no other effect: the task still runs,
 * or still counts as run. The methods may submit tasks. Inside them, a wait for a task of the pool occupies the worker.
 */
public interface PoolListener {

    /**
     * Called before a task runs, on the thread that is about to run it. That thread may be one that waits for the task.
     * Not called if the submitting thread runs the task because the queues are full.
     *
     * @param task the task that was given to {@code execute}, or the future of the task that was given to
     *     {@code submit}
     */
    default void beforeTask(Runnable task) {
    }

    /**
     * Called after a task has run, on the thread that ran it. Not called if {@link #beforeTask} was not called.
     *
     * @param task as for {@link #beforeTask}
     * @param thrown the exception that the task threw; null if it returned, and always null for a future, which keeps
     *     its exception
     */
    default void afterTask(Runnable task, Throwable thrown) {
    }

    /**
     * Called when a task is refused, because the pool was shut down or the queues are full, and when a task is dropped.
     *
     * @param task as for {@link #beforeTask}
     */
    default void taskRefused(Runnable task) {
    }

    /**
     * Called when the {@linkplain PoolBuilder#starvationGuard guard} finds the pool starved: tasks are queued, and each
     * worker has been in the same task for the whole of the guard's interval.
     *
     * <p>The guard's thread calls this method, after it has called for a spare thread if one is allowed. Until this
     * method returns, the guard calls for no further spare thread, and {@code awaitTermination} does not return. So if
     * this method submits a task and the submission waits for room, it delays all further help, unless the spare thread
     * makes room.
     */
    default void starved() {
    }

    /** Called when a thread of the pool has started, on that thread. */
    default void threadStarted() {
    }

    /** Called when a thread of the pool is about to end, on that thread. */
    default void threadEnded() {
    }
}
