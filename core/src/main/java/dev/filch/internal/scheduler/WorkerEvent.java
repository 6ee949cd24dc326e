package dev.filch.internal.scheduler;

/** What a worker counts besides tasks and steals. None of these happens with every task. */
public enum WorkerEvent {
    /** A task has thrown an exception, which its future may have kept. */
    FAILURE,
    /** The worker has found no task and searches for one. */
    SEARCH,
    /** The worker has taken several tasks from outside at once, or was ready to. */
    BATCH,
    /** A task that was taken in a batch. */
    BATCHED_TASK,
    /** The worker's thread has parked. */
    PARK,
    /** The worker was woken, and found no task. */
    USELESS_WAKE_UP;

    static final int KINDS = USELESS_WAKE_UP.ordinal() + 1;
}
