package dev.filch.pool;

/**
 * Is told what a pool does. All methods do nothing by default.
 *
 * <p>They run on the threads that cause the event, and delay these. What they throw is given to the
 * {@linkplain PoolBuilder#uncaughtExceptionHandler handler} and has no other effect: the task still runs, or counts as
 * run. They may submit tasks. While they run, a wait for a task of the pool occupies the worker.
 */
public interface PoolListener {

    /**
     * A task is about to run on the current thread, which may be one that waits for it.
     *
     * @param task what was given to {@code execute}, or the future of what was given to {@code submit}
     */
    default void beforeTask(Runnable task) {
    }

    /**
     * A task has run on the current thread.
     *
     * @param task as for {@link #beforeTask}
     * @param thrown what it has thrown; null if it has returned, and for futures, which keep their exceptions
     */
    default void afterTask(Runnable task, Throwable thrown) {
    }

    /**
     * A task was refused, because the pool was shut down or the queues are full, or was dropped.
     *
     * @param task as for {@link #beforeTask}
     */
    default void taskRefused(Runnable task) {
    }

    /**
     * All workers have been in one task each for the whole of the {@linkplain PoolBuilder#starvationGuard guard}'s
     * interval, while others are queued. Runs on the guard's thread, after this has called a spare thread if one is
     * allowed. Until the method returns, the guard calls no further one, and {@code awaitTermination} does not return.
     * So a submission here that waits for room holds up all further help, unless the spare thread makes room.
     */
    default void starved() {
    }

    /** The current thread has started to work for the pool. */
    default void threadStarted() {
    }

    /** The current thread is about to end. */
    default void threadEnded() {
    }
}
