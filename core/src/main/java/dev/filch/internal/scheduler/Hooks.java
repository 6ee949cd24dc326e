package dev.filch.internal.scheduler;

/** What a user has asked to be told of. A method may throw anything; this is reported, and has no other effect. */
public interface Hooks {

    /**
     * A task is about to run.
     *
     * @param task as it was submitted
     */
    void beforeTask(Runnable task);

    /**
     * A task has run.
     *
     * @param task as it was submitted
     * @param thrown what it has thrown; null if it returned, or if it is a future
     */
    void afterTask(Runnable task, Throwable thrown);

    /**
     * A task was refused or dropped.
     *
     * @param task as it was submitted
     */
    void taskRefused(Runnable task);

    /** All workers have been stuck in their tasks for the guard's interval while others were queued. */
    void starved();

    /** The current thread is about to take its first task. */
    void threadStarted();

    /** The current thread is about to end. */
    void threadEnded();
}
