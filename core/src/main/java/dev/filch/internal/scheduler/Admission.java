package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Bounds the number of tasks that are queued in a {@link WorkerGroup}. Each submission takes a credit from the
 * {@link QueueCredits}. The thread that takes the task out of its queue gives the credit back, or a thread that waits
 * for the task and begins to run it. A future records whether it has a credit, so only one of these threads gives the
 * credit back. A cancelled future keeps its credit until a thread takes it out of its queue.
 *
 * <p>All methods are for any thread.
 */
final class Admission {

    private final WorkerGroup group;
    private final TaskSource source;
    private final QueueBound bound;
    private final QueueCredits credits;
    private final WaiterList waiters = new WaiterList();

    /** Whether a waiting submitter must check again: there is room, or the group was shut down. */
    private final BooleanSupplier mayProceed;

    Admission(WorkerGroup group, TaskSource source, QueueBound bound) {
        this.group = group;
        this.source = source;
        this.bound = bound;
        credits = new QueueCredits(bound.capacity(), group.settings().workers());
        mayProceed = () -> !credits.isFull() || group.isShutdown();
    }

    // Submitting.

    /** See {@link WorkerGroup#execute}. If the queues are full, applies the policy to the task. */
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

    /** Submits a task. Returns false if the queues are full or the group was shut down. */
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

    /** Publishes a task for which this thread has taken a credit. If the task is not queued, gives the credit back. */
    boolean publish(Runnable task, Lane lane) {
        boolean marked = false;
        boolean accepted = false;
        try {
            marked = task instanceof TaskFuture<?> own && own.belongsTo(group) && own.takeCredit();
            // A future can record only one credit, of its own group. If it is in a queue already, or belongs to another
            // group, a RepeatedFuture is queued in its place.
            Runnable entry = marked || !(task instanceof TaskFuture<?> future) ? task : new RepeatedFuture(future);
            accepted = group.submissions().publish(entry, lane);
            return accepted;
        } finally {
            if (!accepted && (!marked || ((TaskFuture<?>) task).giveCredit())) {
                giveBack(null);
            }
        }
    }

    // What the policies do with a task that finds the queues full.

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
            StackReserve.ensure();
            group.measurements().count(PoolEvent.CALLER_RUN);
            runStarted(task);
        } else if (future.start()) {
            group.measurements().count(PoolEvent.CALLER_RUN);
            runStarted(future);
        } else if (!future.hasExpired()) {
            // It was cancelled, or started before. No other count includes this submission.
            group.measurements().count(PoolEvent.CALLER_RUN);
        }
    }

    /** Runs a future that the current thread has started, or another task. Suspends the task that the thread is in. */
    private static void runStarted(Runnable task) {
        if (Compensator.current() instanceof Carrier carrier) {
            carrier.runner().runSubmitted(task);
        } else if (task instanceof TaskFuture<?> future) {
            future.runStarted();
        } else {
            task.run();
        }
    }

    /** Drops a task. A future that has expired counts only as expired. */
    void discard(Runnable task) {
        Class<?> taskClass = group.flight().classOf(task);
        if (task instanceof TaskFuture<?> future) {
            // The cancellation comes first: it decides whether the future counts as discarded or as expired.
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
        // If the stack overflowed after a task was taken out, the task would be lost.
        StackReserve.ensureForWakeUp();
        int spins = 0;
        while (!credits.tryTake()) {
            if (group.isShutdown()) {
                throw refusal(task, "the pool takes no more tasks");
            }
            Runnable oldest = source.takeForDiscard();
            if (oldest == null) {
                // Each task that has a credit is about to enter a queue, or has just left one.
                spins = Backoff.awaitPeer(spins);
            } else {
                // Give the credit back first: the drop calls user code, which may submit a task.
                noteTaken(oldest, null);
                drop(TimedTask.submitted(oldest));
            }
        }
    }

    /** Drops a task that was taken from a queue, unless it is a future that a waiting thread has started. */
    private void drop(Runnable task) {
        if (!(task instanceof TaskFuture<?> future)) {
            group.detachedMetrics().countExecutedShared();
            discard(task);
            return;
        }
        Class<?> taskClass = group.flight().classOf(future);
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

    /** Waits until the caller has a credit. Returns false if the task's own deadline has passed first. */
    boolean awaitCredit(Runnable task) {
        // If the stack overflowed after this thread was enlisted, its entry would stay on the list, and a wake-up sent
        // to it would be lost.
        StackReserve.ensureForIdleStack();
        long deadline = WaiterList.deadlineAfter(bound.patienceNanos());
        BooleanSupplier isOver = () -> mayProceed.getAsBoolean() || hasExpired(task);
        boolean waits = true;
        while (!credits.tryTake()) {
            if (hasExpired(task)) {
                return false;
            }
            if (group.isShutdown()) {
                throw refusal(task, "the pool takes no more tasks");
            }
            if (!waits) {
                throw refusal(task, "no room within " + Duration.ofNanos(bound.patienceNanos()));
            }
            try {
                waits = waiters.awaitUntil(isOver, deadline);
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

    /**
     * Gives back the credit of an entry that the current thread has taken out of a queue.
     *
     * @param worker the thread's worker, or null if it has none
     */
    void noteTaken(Runnable entry, Worker worker) {
        if (releasesCredit(entry)) {
            giveBack(worker);
        }
    }

    /** Whether the thread that has taken an entry out of a queue must give its credit back. */
    private static boolean releasesCredit(Runnable entry) {
        return !(TimedTask.untimed(entry) instanceof TaskFuture<?> future) || future.giveCredit();
    }

    /** Gives back the credit of a future that the current thread has begun to run without taking it from a queue. */
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

    /** Makes waiting submitters check again whether to wait. */
    void wakeAll() {
        waiters.wakeAll();
    }

    // The state of the queues.

    int queued() {
        return credits.used();
    }

    boolean isFull() {
        return credits.isFull();
    }
}
