package dev.filch.internal.scheduler;

/** A user's listener to tasks and threads. Exceptions thrown by its methods are reported, and change nothing else. */
public interface Hooks {

    /**
     * A task is about to run.
     *
     * @param task the task as it was submitted
     */
    void beforeTask(Runnable task);

    /**
     * A task has run.
     *
     * @param task the task as it was submitted
     * @param thrown the exception that it has thrown; null if it returned normally, or is a future
     */
    void afterTask(Runnable task, Throwable thrown);

    /**
     * A task was refused or dropped.
     *
     * @param task the task as it was submitted
     */
    void taskRefused(Runnable task);

    /** All workers have been stuck in their tasks for the guard's interval, while other tasks were queued. */
    void starved();

    /** The current thread is about to take its first task. */
    void threadStarted();

    /** The current thread is about to end. */
    void threadEnded();
}
