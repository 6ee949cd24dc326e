package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.WaiterList;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Bounds the number of tasks that are queued in a {@link WorkerGroup}. Each submission takes one of the
 * {@link QueueCredits}. The credit is given back when a thread takes the task out of its queue, or begins to run it
 * because it waits for it. A future records whether it has a credit, so that of these two threads only one gives it
 * back. A cancelled future keeps its credit until it is taken out.
 *
 * <p>All methods are for any thread.
 */
final class Admission {

    private final WorkerGroup group;
    private final TaskSource source;
    private final QueueBound bound;
    private final QueueCredits credits;
    private final WaiterList waiters = new WaiterList();
    private final BooleanSupplier mayEnter;

    Admission(WorkerGroup group, TaskSource source, QueueBound bound) {
        this.group = group;
        this.source = source;
        this.bound = bound;
        credits = new QueueCredits(bound.capacity(), group.settings().workers());
        mayEnter = () -> credits.used() < credits.capacity() || group.isShutdown();
    }

    // Submitting.

    /** Submits a task; if the queues are full, applies the policy to it. As {@link WorkerGroup#execute}. */
    void execute(Runnable task, Lane lane) {
        if (group.isShutdown()) {
            throw refusal(task, "the pool takes no more tasks");
        }
        if (!credits.tryTake()) {
            group.waker().signalQueued();
            if (!bound.policy().makeRoom(this, task)) {
                return;
            }
        }
        if (!group.submissions().enqueue(task, lane)) {
            throw refusal(task, "the pool takes no more tasks");
        }
    }

    /** Submits a task; false if the queues are full or the group was shut down. */
    boolean tryExecute(Runnable task, Lane lane) {
        if (group.isShutdown()) {
            return false;
        }
        if (!credits.tryTake()) {
            group.waker().signalQueued();
            return false;
        }
        return group.submissions().enqueue(task, lane);
    }

    /** Publishes a task for which this thread has taken a credit, which it gives back if the task is not queued. */
    boolean publish(Runnable task, Lane lane) {
        boolean marked = false;
        boolean accepted = false;
        try {
            marked = task instanceof TaskFuture<?> own && own.belongsTo(group) && own.takeCredit();
            // A future has only one mark. If it is in a queue already, or belongs to another group, another object is
            // queued.
            Runnable entry = marked || !(task instanceof TaskFuture<?> future) ? task : new RepeatedFuture(future);
            accepted = group.submissions().publish(entry, lane);
            return accepted;
        } finally {
            if (!accepted && (!marked || ((TaskFuture<?>) task).giveCredit())) {
                giveBack(null);
            }
        }
    }

    // What the policies do with a task that has found the queues full.

    /** Whether the current thread is in a task of the group. */
    boolean isInTask() {
        return group.currentCarrier() != null;
    }

    RejectedExecutionException refusal(Runnable task, String reason) {
        group.submissions().noteRefused(task);
        return new RejectedExecutionException(reason + ": " + group.summary());
    }

    /** Runs a task on the current thread. A future that has expired is not run, and counts only as expired. */
    void runInCaller(Runnable task) {
        if (!(task instanceof TaskFuture<?> future)) {
            group.measurements().count(PoolEvent.CALLER_RUN);
            task.run();
        } else if (future.start()) {
            group.measurements().count(PoolEvent.CALLER_RUN);
            future.runStarted();
        } else if (!future.hasExpired()) {
            // It was cancelled. No other count has it.
            group.measurements().count(PoolEvent.CALLER_RUN);
        }
    }

    /** Drops a task. A future that has expired counts only as expired. */
    void discard(Runnable task) {
        Class<?> taskClass = TimedTask.classOf(task);
        if (task instanceof TaskFuture<?> future) {
            // First, because this decides whether the future is discarded or has expired.
            future.cancel(false);
            if (!future.hasExpired()) {
                noteDiscarded(future, taskClass);
            }
            return;
        }
        noteDiscarded(task, taskClass);
        if (TimedTask.submitted(task) instanceof Future<?> future) {
            future.cancel(false);
        }
    }

    /** Drops queued tasks until the caller has a credit. */
    void discardOldest(Runnable task) {
        // An overflow after a task was taken out would lose it.
        StackReserve.ensureForWakeUp();
        int spins = 0;
        while (!credits.tryTake()) {
            if (group.isShutdown()) {
                throw refusal(task, "the pool takes no more tasks");
            }
            Runnable oldest = source.takeForDiscard();
            if (oldest == null) {
                // All queued tasks are on their way into a queue, or out of it.
                spins = Backoff.awaitPeer(spins);
            } else {
                // This thread keeps no credit meanwhile: the drop calls code of the user, which may submit a task.
                noteTaken(oldest, null);
                drop(TimedTask.submitted(oldest));
            }
        }
    }

    /** Drops a task that was taken from a queue, unless a thread that waits for it has started it. */
    private void drop(Runnable task) {
        if (!(task instanceof TaskFuture<?> future)) {
            group.detachedMetrics().countExecutedShared();
            discard(task);
            return;
        }
        Class<?> taskClass = TimedTask.classOf(future);
        if (future.cancelUnstarted()) {
            noteDiscarded(future, taskClass);
        }
        if (future.claimCount()) {
            group.detachedMetrics().countExecutedShared();
        }
    }

    private void noteDiscarded(Runnable task, Class<?> taskClass) {
        group.measurements().count(PoolEvent.DISCARD);
        group.submissions().announceRefusal(task, taskClass);
    }

    /** Waits until the caller has a credit; false if the task's own deadline has passed first. */
    boolean awaitCredit(Runnable task) {
        // An overflow after this thread was enlisted would leave its place behind, and a wake-up would be lost there.
        StackReserve.ensureForIdleStack();
        long deadline = WaiterList.deadlineAfter(bound.patienceNanos());
        BooleanSupplier goesOn = () -> mayEnter.getAsBoolean() || hasExpired(task);
        boolean waits = true;
        while (!credits.tryTake()) {
            if (hasExpired(task)) {
                return false;
            }
            if (group.isShutdown()) {
                throw refusal(task, "the pool takes no more tasks");
            }
            if (!waits) {
                throw refusal(task, "the queues have been full for " + Duration.ofNanos(bound.patienceNanos()));
            }
            try {
                waits = waiters.awaitUntil(goesOn, deadline);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw refusal(task, "interrupted while the queues were full");
            }
        }
        return true;
    }

    private static boolean hasExpired(Runnable task) {
        return task instanceof TaskFuture<?> future && future.hasExpired();
    }

    // Giving credits back.

    /** To be called when an entry was taken out of a queue, on a thread that has this worker, or none if it is null. */
    void noteTaken(Runnable entry, Worker worker) {
        if (releasesCredit(entry)) {
            giveBack(worker);
        }
    }

    /** Whether the thread that has taken an entry out of a queue has its credit now. */
    private static boolean releasesCredit(Runnable entry) {
        return !(TimedTask.untimed(entry) instanceof TaskFuture<?> future) || future.giveCredit();
    }

    /** To be called when a thread has begun to run a future without taking it from a queue. */
    void noteClaimed(TaskFuture<?> future, Worker worker) {
        if (future.giveCredit()) {
            giveBack(worker);
        }
    }

    private void giveBack(Worker worker) {
        if (worker == null) {
            credits.giveShared();
        } else {
            credits.give(worker.index());
        }
        if (!waiters.isEmpty()) {
            waiters.wakeOne();
        }
    }

    /** Makes waiting submitters check again. */
    void wakeAll() {
        waiters.wakeAll();
    }

    // What is going on.

    int queued() {
        return credits.used();
    }

    boolean isFull() {
        return credits.used() == credits.capacity();
    }
}
