package dev.filch.internal.scheduler;

/** The events that a worker counts besides tasks and steals. None of them occurs with every task. */
public enum WorkerEvent {
    /** A task has thrown an exception. Its future may have caught it. */
    FAILURE,
    /** The worker has found no task, and begins a search. */
    SEARCH,
    /** The worker has taken a batch of tasks from outside. Such a batch may consist of a single task. */
    BATCH,
    /** A task was taken in a batch. */
    BATCHED_TASK,
    /** The worker's thread has parked. */
    PARK,
    /** The worker was woken, and has found no task. */
    USELESS_WAKE_UP;

    static final int KINDS = USELESS_WAKE_UP.ordinal() + 1;
}
