package dev.filch.internal.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/** An inert group with a bound and one worker, with operations for its users and its worker. */
final class BoundedGroup {

    /** The timeout of a submitter: much longer than any wake-up takes, so that only a lost wake-up reaches it. */
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

    /** Creates a group whose only place is taken. */
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

    /**
     * Submits a task as the policy says; 1 if it was accepted, 0 if it was refused, and -1 if the submitter waited for
     * the timeout.
     */
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

    /** Takes the worker's next task; returns the number of tasks taken. */
    int takeOnce() {
        return take() == null ? 0 : 1;
    }

    /** Takes the worker's next task twice; returns the number of tasks taken. */
    int takeTwice() {
        return takeOnce() + takeOnce();
    }

    /** The number of discarded tasks. */
    int dropped() {
        return (int) group.measurements().events(PoolEvent.DISCARD);
    }

    /** Fills the queues and returns the number of free places. */
    int places() {
        int places = 0;
        while (group.tryExecute(TASK, Lane.NORMAL)) {
            places++;
        }
        return places;
    }

    /**
     * Returns the number of tasks left in the queues; -1 if it differs from the count, or if a place was lost or freed
     * twice.
     */
    int left() {
        int counted = group.queuedTasks();
        boolean ended = group.isShutdown();
        int places = places();
        int left = group.shutdownNow().size() - places;
        boolean exact = left == counted && group.queuedTasks() == 0 && (ended || left + places == capacity);
        return exact ? left : -1;
    }
}
