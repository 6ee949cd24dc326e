package dev.filch.pool;

import java.util.Collection;

/**
 * Where the workers of a {@link Crew} find their tasks: the queues of a pool and the order in which it looks at them.
 */
interface TaskSource {

    /** A task for a worker to run now; null if none was found, or it was lost to others. Called by that worker only. */
    Runnable next(Worker worker);

    /** A task that the worker has moved to queues of its own before, or null. Called by that worker only. */
    Runnable nextClaimed(Worker worker);

    /**
     * Whether any queue holds a task. Its reads are volatile: what was published before a worker's state changed is
     * seen after that change.
     */
    boolean hasWork();

    /** Refuses tasks from outside from now on. Idempotent. */
    void close();

    /** Moves all tasks that no worker has taken to a collection. */
    void drainTo(Collection<? super Runnable> drained);

    /** How many tasks wait, for people who wonder what a pool is doing. */
    String describeQueued();
}
