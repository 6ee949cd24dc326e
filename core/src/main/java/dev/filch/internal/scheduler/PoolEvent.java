package dev.filch.internal.scheduler;

/** The events that a group counts, besides its tasks and the events of its workers ({@link WorkerEvent}). */
public enum PoolEvent {
    /** A task was refused, with an exception or by tryExecute. */
    REFUSAL,
    /** A task was dropped because the queues were full. */
    DISCARD,
    /** A task was run by the thread that submitted it. */
    CALLER_RUN,
    /** A thread was started. */
    THREAD_START,
    /** A thread was started beyond the number of workers, while a task was blocked or all workers were stuck. */
    SPARE_START,
    /** The parked thread of a worker was woken. */
    WAKE_UP,
    /** All workers were stuck in their tasks while other tasks were queued. */
    STARVATION,
    /** The deadline of a task passed before the task started. */
    EXPIRY,
    /** The deadline of a task passed while the task ran. */
    OVERRUN;

    /** The number of kinds of events. */
    static final int KINDS = OVERRUN.ordinal() + 1;
}
