package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.function.Supplier;

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
     * Whether any queue holds a task. The reads are volatile: a task that was published before a worker's state changed
     * is seen after that change.
     */
    abstract boolean hasWork();

    /** Refuses tasks that are offered from now on. Idempotent. */
    abstract void close();

    /**
     * Moves all tasks that no worker has taken to a list.
     *
     * @throws OutOfMemoryError if the list cannot grow; tasks that are not in it are still queued
     */
    abstract void drainTo(ArrayList<Runnable> drained);

    /** Moves all tasks of a queue to a list. Makes room in the list before it takes a task. */
    static void drain(Supplier<Runnable> queue, ArrayList<Runnable> drained) {
        drained.ensureCapacity(drained.size() + 1);
        for (Runnable task = queue.get(); task != null; task = queue.get()) {
            drained.add(task);
            drained.ensureCapacity(drained.size() + 1);
        }
    }

    /** How many tasks are queued, as text. */
    abstract String describeQueued();
}
