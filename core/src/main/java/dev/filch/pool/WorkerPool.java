package dev.filch.pool;

import dev.filch.internal.WaiterList;
import dev.filch.internal.scheduler.AnyOf;
import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.SchedulerSettings;
import dev.filch.internal.scheduler.TaskFuture;
import dev.filch.internal.scheduler.TaskSource;
import dev.filch.internal.scheduler.WorkerGroup;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the pools have in common: the life of an executor service, awaiting idleness, and the counts. */
abstract sealed class WorkerPool extends AbstractExecutorService implements AutoCloseable
        permits SharedQueuePool, WorkStealingPool {

    private final WorkerGroup group;
    private final PoolMetrics metrics;

    WorkerPool(SchedulerSettings settings, TaskSource source) {
        group = new WorkerGroup(settings, source);
        metrics = settings.measured() ? new PoolMetrics(group.measurements()) : null;
    }

    final WorkerGroup group() {
        return group;
    }

    final void executeIn(Lane lane, Runnable task) {
        group.execute(Objects.requireNonNull(task, "task"), lane);
    }

    @Override
    protected final <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
        return new TaskFuture<>(group, Objects.requireNonNull(task, "task"));
    }

    @Override
    protected final <T> RunnableFuture<T> newTaskFor(Runnable task, T result) {
        return new TaskFuture<>(group, Executors.callable(task, result));
    }

    /**
     * Submits tasks and waits until one has succeeded; the others are cancelled then. Inside a task of this pool, the
     * thread that waits runs the tasks itself that no other thread has started.
     *
     * @param <T> the type of the results
     * @param tasks what to run
     * @return the result of one of those that succeeded
     * @throws NullPointerException if {@code tasks} or one of them is null
     * @throws IllegalArgumentException if there are no tasks
     * @throws ExecutionException if all have failed; the cause is that of one of them
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return new AnyOf<>(group, tasks, this).await();
    }

    /**
     * Submits tasks and waits until one has succeeded, for a limited time; the others are cancelled then.
     *
     * @param <T> the type of the results
     * @param tasks what to run
     * @param timeout how long to wait; zero or negative is not at all
     * @param unit of the timeout
     * @return the result of one of those that succeeded
     * @throws NullPointerException if {@code tasks} or one of them is null
     * @throws IllegalArgumentException if there are no tasks
     * @throws ExecutionException if all have failed; the cause is that of one of them
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws TimeoutException if the time was over before
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new AnyOf<>(group, tasks, this).await(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Refuses new tasks from now on, also from tasks of this pool; what was submitted before is still run. Idempotent.
     * Waits for no other thread.
     */
    @Override
    public void shutdown() {
        group.shutdown();
    }

    /**
     * Refuses new tasks from now on, takes back those that no thread has started, and interrupts the pool's threads.
     * Every task that was accepted has started or been cancelled before the return, or is in the list; none is both, and
     * none starts after the return. A cancelled future is not in the list. Never waits for a task; may wait for a
     * submission under way, and for a worker that is moving tasks from one queue to another.
     *
     * <p>If memory runs out while the list grows, the tasks that it lacks stay queued, and another call returns them. A
     * call that returns an empty list has left none.
     *
     * <p>A thread that waits for a future in the list gets a {@link java.util.concurrent.CancellationException}. The
     * future may still be run by the receiver of the list, and then has a result.
     *
     * @return the tasks taken back, as they were given to {@code execute}; for those given to {@code submit}, their
     *     futures
     * @throws OutOfMemoryError if there is no memory for the first task; the pool is stopped, and another call returns the
     *     tasks
     */
    @Override
    public List<Runnable> shutdownNow() {
        return group.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return group.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return group.isTerminated();
    }

    /**
     * Waits until all tasks have run after a shutdown and every thread of the pool has ended. Parks.
     *
     * @param timeout how long to wait at most; zero or negative is not at all
     * @param unit of the timeout
     * @return true if all threads have ended, also for {@link Thread#isAlive}; false if the time ran out before
     * @throws InterruptedException if this thread is interrupted before or while it waits
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return group.awaitTermination(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Shuts down and waits until everything submitted before has run and every thread has ended. If this thread is
     * interrupted while it waits, the pool is stopped as by {@link #shutdownNow}, the wait goes on, and the thread is
     * interrupted again at the end. Idempotent.
     *
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself; nothing is changed
     *     then
     */
    @Override
    public void close() {
        group.requireExternalThread("close it");
        group.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = group.awaitTermination(WaiterList.NO_DEADLINE);
            } catch (InterruptedException e) {
                if (!interrupted) {
                    interrupted = true;
                    shutdownNow();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the pool is idle: no task is queued and none is running. Then everything that was submitted before
     * the call has run, and everything that those tasks submitted. Parks, and is woken by the worker that goes idle
     * last; nothing is polled.
     *
     * <p>Tasks that others submit meanwhile are waited for, too: beside a stream of submissions that never lets the
     * pool become idle, this does not return.
     *
     * <p>What the tasks did happens-before the return.
     *
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself
     */
    public void awaitIdle() throws InterruptedException {
        group.awaitIdle(WaiterList.NO_DEADLINE);
    }

    /**
     * Waits until the pool is idle, as {@link #awaitIdle()} does, for a limited time.
     *
     * @param timeout how long to wait at most; zero or negative is not at all
     * @param unit of the timeout
     * @return false if the time ran out before
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself
     */
    public boolean awaitIdle(long timeout, TimeUnit unit) throws InterruptedException {
        return group.awaitIdle(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * How many workers the pool was built with. Wait-free.
     *
     * @return their number
     */
    public int workers() {
        return group.settings().workers();
    }

    /**
     * How many workers have a task, or are about to have one. None before the first task. Wait-free; out of date at once.
     *
     * @return their number
     */
    public int activeWorkers() {
        return group.activeWorkers();
    }

    /**
     * How many workers sleep, have no thread, or search for work. Wait-free.
     *
     * @return their number
     */
    public int idleWorkers() {
        return group.idleWorkers();
    }

    /**
     * How many tasks have run to their end, by return or exception, those included that were cancelled before they
     * started. Exact once the pool is idle.
     *
     * @return their number since the pool was built
     */
    public long completedTasks() {
        return group.measurements().executed();
    }

    /**
     * The pool's measurements. Wait-free.
     *
     * @return where snapshots are taken
     * @throws IllegalStateException if the pool was built without {@code metrics(true)}
     */
    public PoolMetrics metrics() {
        if (metrics == null) {
            throw new IllegalStateException("this pool takes no measurements: build it with metrics(true)");
        }
        return metrics;
    }

    /**
     * What the pool is doing: its state, which workers are idle, what is queued, and for each thread that has a task the
     * place in the code. For diagnosing a pool that makes no progress. Stops each thread for a moment.
     *
     * @return a text whose form may change
     */
    @Override
    public String toString() {
        return group.describe();
    }
}
