package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** The source of a group's tasks: its queues, and the order in which workers read them. */
public abstract class TaskSource {

    /**
     * How many tasks are read in search of a timed one. If one task in 64 is timed, this many nearly always suffice.
     */
    private static final int MAX_READ = 512;

    TaskSource() {
    }

    /** Creates the queues of one worker. Called once for each worker, when it gets its first thread. */
    abstract WorkerQueues newQueues(int worker);

    /**
     * Publishes a task by a volatile read-modify-write. From any thread.
     *
     * @return false if the source is closed
     */
    abstract boolean offer(Runnable task, Lane lane);

    /**
     * Whether any queue holds a task. The reads are volatile: if a task was published before a sleeper's change of the
     * group's state, a read after that change finds it.
     */
    abstract boolean hasWork();

    /** Makes the source refuse all tasks that are offered from now on. Idempotent. */
    abstract void close();

    /**
     * Moves all queued tasks to a list.
     *
     * @throws OutOfMemoryError if the list cannot grow; the tasks that are not in it are still queued
     */
    abstract void drainTo(ArrayList<Runnable> drained);

    /** Moves all tasks of a queue to a list. Makes room in the list before it takes each task. */
    static void drain(Supplier<Runnable> queue, ArrayList<Runnable> drained) {
        drained.ensureCapacity(drained.size() + 1);
        for (Runnable task = queue.get(); task != null; task = queue.get()) {
            drained.add(task);
            drained.ensureCapacity(drained.size() + 1);
        }
    }

    /**
     * Takes the oldest task of a queue of the least urgent lane that has tasks; null if there is none. From any thread.
     */
    abstract Runnable takeForDiscard();

    /** Takes a task of the most urgent lane that has tasks, for a thread without a worker; null if there is none. */
    abstract Runnable takeAny();

    /** How many tasks of a lane are queued; an estimate while other threads add and take tasks. */
    abstract long queued(Lane lane);

    /** How many tasks of a lane were ever queued. If read after a count of executed tasks, it includes these. */
    abstract long submitted(Lane lane);

    /**
     * When the oldest timed task in the queues of a lane was submitted, by the group's clock. Skips tasks that were
     * cancelled, or were started by a task that waits for them. Reads only some tasks at the head of each queue, and
     * may miss a task while a worker moves it to another queue.
     *
     * @return nanoseconds; {@link Long#MAX_VALUE} if there is none
     */
    abstract long oldestSubmission(Lane lane);

    /** As the method above, for one queue whose tasks are in the order of their submission. */
    static long oldestSubmission(Iterable<Runnable> queue) {
        return submissions(queue).findFirst().orElse(Long.MAX_VALUE);
    }

    /** When the timed tasks at the head of a queue were submitted, except those that no longer wait. In queue order. */
    static LongStream submissions(Iterable<Runnable> queue) {
        return StreamSupport.stream(queue.spliterator(), false).limit(MAX_READ)
                .filter(TaskSource::isTimedAndWaits).mapToLong(task -> ((TimedTask) task).submitNanos());
    }

    /** Reads final fields and the volatile state of a future: the push of the task need not happen-before this. */
    private static boolean isTimedAndWaits(Runnable queued) {
        return queued instanceof TimedTask
                && !(TimedTask.submitted(queued) instanceof TaskFuture<?> future && future.isClaimed());
    }

    /** How many tasks are queued; an estimate while other threads add and take tasks. */
    final int queued() {
        long queued = 0;
        for (Lane lane : Lane.all()) {
            queued += queued(lane);
        }
        return (int) Math.min(queued, Integer.MAX_VALUE);
    }

    /** How many tasks are queued, as text. */
    abstract String describeQueued();
}
