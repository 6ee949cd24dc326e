package dev.filch.internal.scheduler;

import java.util.Collection;

/** Where the workers of a group find their tasks: its queues, and the order in which they are read. */
public abstract class TaskSource {

    TaskSource() {
    }

    /** Makes the queues of one worker. Once for each worker, when it gets its first thread. */
    abstract WorkerQueues newQueues(int worker);

    /**
     * Publishes a task by a volatile read-modify-write. From any thread.
     *
     * @return false if the source is closed
     */
    abstract boolean offer(Runnable task, Lane lane);

    /**
     * Whether any queue holds a task. Its reads are volatile: what was published before a worker's state changed is seen
     * after that change.
     */
    abstract boolean hasWork();

    /** Refuses tasks that are offered from now on. Idempotent. */
    abstract void close();

    /** Moves all tasks that no worker has taken to a collection. */
    abstract void drainTo(Collection<? super Runnable> drained);

    /** How many tasks are queued, as a text. */
    abstract String describeQueued();
}
