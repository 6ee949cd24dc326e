package dev.filch.internal.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/** An inert group with a bound and one worker, and what its users and its worker do. */
final class BoundedGroup {

    /** How long a submitter waits for a wake-up that was lost, before it is refused. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final Runnable TASK = () -> {};

    private final int capacity;
    private final QueueBound.Policy policy;
    private final WorkerGroup group;
    private final Worker worker;

    BoundedGroup(int capacity, QueueBound.Policy policy) {
        this(capacity, policy, PATIENCE);
    }

    BoundedGroup(int capacity, QueueBound.Policy policy, long patienceNanos) {
        this.capacity = capacity;
        this.policy = policy;
        group = InertGroup.create(1, new QueueBound(capacity, policy, patienceNanos));
        worker = InertGroup.firstWorker(group);
    }

    /** With one place, which is taken. */
    static BoundedGroup full(QueueBound.Policy policy) {
        BoundedGroup full = new BoundedGroup(1, policy);
        full.submit();
        return full;
    }

    WorkerGroup group() {
        return group;
    }

    /** Submits a future for which there is room. */
    TaskFuture<Integer> submitFuture() {
        TaskFuture<Integer> future = new TaskFuture<>(group, () -> 1);
        submit(future);
        return future;
    }

    /**
     * Submits a new future as the policy says; 0 if it was refused, 1 if it was queued, 2 if this thread has run it, 3
     * if it was dropped, and -1 if the policy does not say so, or its submission has failed all the same.
     */
    int fateOf(RunnableFuture<?> future) {
        int accepted = submit(future);
        if (!future.isDone()) {
            return accepted;
        }
        QueueBound.Policy applied = future.isCancelled() ? QueueBound.Policy.DISCARD : QueueBound.Policy.CALLER_RUNS;
        if (accepted != 1 || applied != policy) {
            return -1;
        }
        return applied == QueueBound.Policy.DISCARD ? 3 : 2;
    }

    /** Submits a task as the policy says; 1 if it was accepted, 0 if not, and -1 if a wake-up was lost. */
    int submit() {
        return submit(TASK);
    }

    int submit(Runnable task) {
        long start = System.nanoTime();
        try {
            group.execute(task, Lane.NORMAL);
            return System.nanoTime() - start < PATIENCE ? 1 : -1;
        } catch (RejectedExecutionException refused) {
            return System.nanoTime() - start < PATIENCE ? 0 : -1;
        }
    }

    /** Takes the worker's next task; null if there is none. */
    Runnable take() {
        return InertGroup.take(group, worker);
    }

    /** Takes the worker's next task; how many there were. */
    int takeOnce() {
        return take() == null ? 0 : 1;
    }

    /** Takes the worker's next task twice; how many there were. */
    int takeTwice() {
        return takeOnce() + takeOnce();
    }

    /** How many tasks were dropped. */
    int dropped() {
        return (int) group.measurements().events(PoolEvent.DISCARD);
    }

    /** How many more tasks can be queued. */
    int places() {
        int places = 0;
        while (group.tryExecute(TASK, Lane.NORMAL)) {
            places++;
        }
        return places;
    }

    /** How many tasks are left in the queues; negative if that is not counted, or if a place is lost or made up. */
    int left() {
        int counted = group.queuedTasks();
        boolean ended = group.isShutdown();
        int places = places();
        int left = group.shutdownNow().size() - places;
        boolean exact = left == counted && group.queuedTasks() == 0 && (ended || left + places == capacity);
        return exact ? left : -1;
    }
}
