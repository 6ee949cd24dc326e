package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the first of several tasks that succeeds, and cancels the others: {@code invokeAny}.
 *
 * @param <T> the type of the results
 */
public final class AnyOf<T> {

    private static final VarHandle DECIDED;

    static {
        try {
            DECIDED = MethodHandles.lookup()
                    .findVarHandle(AnyOf.class, "decided", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerGroup group;
    private final Executor submission;

    /** The list of the waiting thread. Each future that ends notifies it. */
    private final WaiterList waiters = new WaiterList();

    private final List<TaskFuture<T>> futures = new ArrayList<>();

    /** The futures that the waiting thread has not yet found to have failed. */
    private final List<TaskFuture<T>> pending;

    /** Whether a task has succeeded. */
    private boolean decided;

    /** The last failure that the waiting thread has found. */
    private ExecutionException failure;

    /**
     * Creates a wait for tasks that have yet to be submitted.
     *
     * @param group the group that will run them
     * @param tasks what to run
     * @param submission submits each task to the group
     * @throws NullPointerException if {@code tasks} or one of them is null
     * @throws IllegalArgumentException if there are no tasks
     */
    public AnyOf(WorkerGroup group, Collection<? extends Callable<T>> tasks, Executor submission) {
        this.group = group;
        this.submission = submission;
        for (Callable<T> task : tasks) {
            int index = futures.size();
            Objects.requireNonNull(task, "task");
            futures.add(new TaskFuture<>(group, () -> callOneOf(task, index), waiters));
        }
        if (futures.isEmpty()) {
            throw new IllegalArgumentException("no tasks");
        }
        pending = new ArrayList<>(futures);
    }

    /**
     * Submits the tasks and waits. Inside a task of the group, a spare thread takes the place of this one and runs a
     * task that has not started, so that the wait does not block the group. If half of the spare threads are in use, or
     * only one task is left, this thread runs that task itself, unless many tasks are nested on its stack already.
     *
     * @return the first result
     * @throws ExecutionException if all tasks have failed
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws RejectedExecutionException if the group was shut down; or if too many tasks are nested on this thread's
     *     stack and no spare thread is available; or if the stack has too little room
     */
    public T await() throws ExecutionException, InterruptedException {
        Carrier carrier = group.currentCarrier();
        try {
            submitAll();
            TaskFuture<T> first = findSucceeded();
            while (first == null) {
                TaskFuture<T> unstarted = carrier == null ? null : findUnstarted();
                if (unstarted == null) {
                    park(carrier, WaiterList.NO_DEADLINE);
                } else if (mayHandOver(carrier) && carrier.handOver(unstarted)) {
                    parkReplaced(carrier, WaiterList.NO_DEADLINE);
                } else {
                    carrier.runInside(unstarted);
                }
                first = findSucceeded();
            }
            return first.get();
        } catch (StackOverflowError full) {
            throw rejectedInside(carrier, full);
        } finally {
            cancelAll(futures);
        }
    }

    /**
     * Submits the tasks and waits for a limited time.
     *
     * @param deadline a deadline of {@link WaiterList#deadlineAfter}
     * @return the first result
     * @throws ExecutionException if all tasks have failed
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws TimeoutException if the deadline has passed
     * @throws RejectedExecutionException if the group was shut down; or if this thread is in a task of the group, and
     *     has too little stack left
     */
    public T await(long deadline) throws ExecutionException, InterruptedException, TimeoutException {
        Carrier carrier = group.currentCarrier();
        try {
            submitAll();
            TaskFuture<T> first = findSucceeded();
            while (first == null) {
                boolean inTime = park(carrier, deadline);
                first = findSucceeded();
                if (first == null && !inTime) {
                    throw new TimeoutException();
                }
            }
            return first.get();
        } catch (StackOverflowError full) {
            throw rejectedInside(carrier, full);
        } finally {
            cancelAll(futures);
        }
    }

    private static RejectedExecutionException rejectedInside(Carrier carrier, StackOverflowError full) {
        if (carrier == null) {
            throw full;
        }
        return carrier.tooDeep("which has no room for the wait", full);
    }

    /**
     * Runs a task. The first that succeeds cancels the others itself, because the waiting thread may be running one of
     * them.
     */
    private T callOneOf(Callable<T> task, int index) throws Exception {
        T result = task.call();
        if (casDecided(false, true)) {
            cancelAll(futures.subList(0, index));
            cancelAll(futures.subList(index + 1, futures.size()));
        }
        return result;
    }

    private void submitAll() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        // If a submission overflowed the stack, the cancellation of the futures after it would overflow it, too.
        StackReserve.ensureForIdleStack();
        for (TaskFuture<T> future : futures) {
            submission.execute(future);
        }
    }

    /**
     * Whether a spare thread should run the next future, so that this thread notices if another future succeeds first.
     * Half of the spare threads are kept for deep recursions, which need only one spare thread for many levels.
     */
    private boolean mayHandOver(Carrier carrier) {
        return carrier.isDeep() || pending.size() > 1 && group.quiescence().hasMostSparesLeft();
    }

    /** Returns a future that no thread has started, or null if there is none. */
    private TaskFuture<T> findUnstarted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (TaskFuture<T> future : pending) {
            if (!future.isClaimed() && !future.isSettled()) {
                return future;
            }
        }
        return null;
    }

    /** Parks until a future ends. Returns false if the deadline has passed. */
    private boolean park(Carrier carrier, long deadline) throws InterruptedException {
        if (carrier != null && carrier.beforeWait()) {
            return parkReplaced(carrier, deadline);
        }
        return waiters.awaitUntil(this::anySettled, deadline);
    }

    private boolean parkReplaced(Carrier carrier, long deadline) throws InterruptedException {
        try {
            return waiters.awaitUntil(this::anySettled, deadline);
        } finally {
            carrier.afterWait();
        }
    }

    private boolean anySettled() {
        return pending.stream().anyMatch(TaskFuture::isSettled);
    }

    /** Returns a future that has succeeded, or null if one still may. Removes those that have failed. */
    private TaskFuture<T> findSucceeded() throws ExecutionException, InterruptedException {
        for (TaskFuture<T> future : List.copyOf(pending)) {
            if (future.isSettled()) {
                if (hasResult(future)) {
                    return future;
                }
                pending.remove(future);
            }
        }
        if (pending.isEmpty()) {
            throw failure;
        }
        return null;
    }

    /** Whether a settled future has a result. If it has none, records the reason. */
    private boolean hasResult(TaskFuture<T> settled) throws InterruptedException {
        try {
            settled.get();
            return true;
        } catch (ExecutionException failed) {
            failure = failed;
        } catch (CancellationException withdrawn) {
            failure = new ExecutionException(withdrawn);
        }
        return false;
    }

    private static void cancelAll(List<? extends TaskFuture<?>> futures) {
        for (TaskFuture<?> future : futures) {
            future.cancelUnlessListed();
        }
    }

    /**
     * Volatile: atomic, because two tasks that succeed at the same time must not cancel each other. No order is needed,
     * but the JDK has no weaker strong CAS.
     */
    private boolean casDecided(boolean expected, boolean next) {
        return DECIDED.compareAndSet(this, expected, next);
    }
}
