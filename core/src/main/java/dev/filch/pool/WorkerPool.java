package dev.filch.pool;

import dev.filch.internal.WaiterList;
import dev.filch.internal.scheduler.AnyOf;
import dev.filch.internal.scheduler.Decoration;
import dev.filch.internal.scheduler.FlightRegistry;
import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.RunnableTask;
import dev.filch.internal.scheduler.SchedulerSettings;
import dev.filch.internal.scheduler.TaskFuture;
import dev.filch.internal.scheduler.TaskSource;
import dev.filch.internal.scheduler.Timekeeper;
import dev.filch.internal.scheduler.WorkerGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The operations that both pools share: the lifecycle of an {@link java.util.concurrent.ExecutorService}, tasks with
 * deadlines, waiting until the pool is idle, metrics and diagnosis. Use this type in code that works with either pool.
 */
public abstract sealed class WorkerPool extends AbstractExecutorService implements AutoCloseable
        permits SharedQueuePool, WorkStealingPool {

    private final WorkerGroup group;
    private final PoolMetrics metrics;

    /** Null if tasks are not decorated. */
    private final Decoration decoration;

    WorkerPool(PoolBuilder<?> builder, SchedulerSettings settings, TaskSource source) {
        decoration = builder.decoration();
        group = new WorkerGroup(settings, source);
        metrics = new PoolMetrics(group);
        boolean built = false;
        try {
            FlightRegistry.connect(group);
            if (builder.registersBean()) {
                registerBean();
            }
            built = true;
        } finally {
            if (!built) {
                group.shutdownNow();
            }
        }
    }

    private void registerBean() {
        try {
            BeanRegistration registration =
                    BeanRegistration.register(new PoolBean(group), getClass().getSimpleName());
            group.afterTermination(registration::unregister);
        } catch (LinkageError absent) {
            throw new IllegalStateException("the module java.management is absent", absent);
        }
    }

    final WorkerGroup group() {
        return group;
    }

    final void executeIn(Lane lane, Runnable task) {
        group.execute(decorated(task), lane);
    }

    final boolean tryExecuteIn(Lane lane, Runnable task) {
        return group.tryExecute(decorated(task), lane);
    }

    private Runnable decorated(Runnable task) {
        Objects.requireNonNull(task, "task");
        return decoration == null ? task : decoration.apply(task);
    }

    private <T> Callable<T> decorated(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        return decoration == null ? task : decoration.apply(task);
    }

    /** Returns a wait for the first of these tasks to succeed, which {@code submission} submits. */
    final <T> AnyOf<T> anyOf(Collection<? extends Callable<T>> tasks, Executor submission) {
        List<Callable<T>> decorated = new ArrayList<>(tasks.size());
        for (Callable<T> task : tasks) {
            decorated.add(decorated(task));
        }
        return new AnyOf<>(group, decorated, submission);
    }

    final <T> Future<T> submitWithinIn(
            Lane lane, Duration timeout, Callable<T> task, boolean mayInterruptIfRunning) {
        long nanos = PoolBuilder.nanosOf(timeout);
        TaskFuture<T> future = new TaskFuture<>(group, decorated(task));
        Timekeeper.shared().submit(future, group, lane, nanos, mayInterruptIfRunning);
        return future;
    }

    /**
     * Submits a task unless the queues are full; may be called from any thread. Regardless of the
     * {@linkplain PoolBuilder#whenFull policy}, this method never waits for room, never runs the task on the calling
     * thread, and drops no other task. In all other respects it behaves like {@code execute}.
     *
     * @param task the task, which runs once
     * @return false if the task was not accepted, because as many tasks are queued as the
     *     {@linkplain PoolBuilder#queueCapacity capacity} allows, or because the pool has been shut down
     * @throws NullPointerException if {@code task} is null
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public boolean tryExecute(Runnable task) {
        return tryExecuteIn(Lane.NORMAL, task);
    }

    @Override
    protected final <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
        return new TaskFuture<>(group, decorated(task));
    }

    @Override
    protected final <T> RunnableFuture<T> newTaskFor(Runnable task, T result) {
        return new TaskFuture<>(group, decorated(new RunnableTask<>(task, result)));
    }

    /**
     * Submits a task with a deadline. If the future is not done at the deadline, it then fails with a
     * {@link TimeoutException}, even if every worker is blocked, and whether or not a thread is waiting for the result.
     * If the task has not started by then, it never starts. If it is running, it runs on, and its result is dropped.
     *
     * <p>All pools share one daemon thread that watches the deadlines. It has a single timed wait while deadlines are
     * pending. The thread ends about 10 seconds after the last deadline. It wakes the threads that wait for a future,
     * but runs no task.
     *
     * <p>A future that {@code shutdownNow} has returned also fails at its deadline. After that it can no longer be run.
     *
     * <p>If the queues are full, the pool's {@linkplain PoolBuilder#whenFull policy} decides. Once the task has been
     * refused or dropped, its deadline has no effect. If the deadline passes while this thread waits for room, or
     * before it starts or drops the task, the submission returns a future that has failed. If this thread runs the task
     * itself, the submission returns when the task ends, even if that is after the deadline.
     *
     * <p>This method is lock-free, with two exceptions: a thread may wait while another one starts the thread that
     * watches the deadlines, and if the queues are full, the submission does what the policy says.
     *
     * @param <T> the type of the result
     * @param timeout the time until the deadline; if it is zero or negative, the returned future has already failed
     * @param task the task, which runs at most once
     * @return the task's future
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches the deadlines; the
     *     task will not run
     */
    public <T> Future<T> submitWithin(Duration timeout, Callable<T> task) {
        return submitWithin(timeout, task, false);
    }

    /**
     * Submits a task that has a deadline and no result. Otherwise the same as {@link #submitWithin(Duration,
     * Callable)}.
     *
     * @param timeout the time until the deadline; if it is zero or negative, the returned future has already failed
     * @param task the task, which runs at most once
     * @return the task's future, whose result is null
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches the deadlines; the
     *     task will not run
     */
    public Future<?> submitWithin(Duration timeout, Runnable task) {
        return submitWithin(timeout, new RunnableTask<>(task, null), false);
    }

    /**
     * Submits a task with a deadline, at which its thread may be interrupted. Otherwise the same as
     * {@link #submitWithin(Duration, Callable)}.
     *
     * @param <T> the type of the result
     * @param timeout the time until the deadline; if it is zero or negative, the returned future has already failed
     * @param task the task, which runs at most once
     * @param mayInterruptIfRunning whether the thread that runs the task is interrupted at the deadline. As with
     *     {@link Future#cancel}, the interrupt reaches no other task. If this thread is in no task and runs this
     *     one, because the queues are full, its interrupted status stays set, unless the task clears it. If the
     *     interrupt itself blocks, as it may if it closes a channel, it delays the deadlines of all pools
     * @return the task's future
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches the deadlines; the
     *     task will not run
     */
    public <T> Future<T> submitWithin(Duration timeout, Callable<T> task, boolean mayInterruptIfRunning) {
        return submitWithinIn(Lane.NORMAL, timeout, task, mayInterruptIfRunning);
    }

    /**
     * Submits tasks, waits until one of them has succeeded, and cancels the others, except those that
     * {@link #shutdownNow} has returned.
     *
     * <p>Inside a task of this pool, a spare thread takes the place of the waiting thread, as long as fewer than half
     * of the spare threads are in use and more than one task is left. Otherwise, the waiting thread itself runs the
     * tasks that no other thread has started. In that case this method does not return before the task that this thread
     * is running has ended.
     *
     * @param <T> the type of the results
     * @param tasks the tasks
     * @return the result of one of the tasks that succeeded
     * @throws NullPointerException if {@code tasks} or one of its elements is null
     * @throws IllegalArgumentException if {@code tasks} is empty
     * @throws ExecutionException if all tasks have failed; the cause is the exception of one of them
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, if the queues are full
     *     and the policy refuses a task, or, inside a task of this pool, if too many tasks are nested on this thread's
     *     stack
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return anyOf(tasks, this).await();
    }

    /**
     * Submits tasks, waits for a limited time until one of them has succeeded, and cancels the others. The calling
     * thread runs none of the tasks, unless the queues are full and the {@linkplain PoolBuilder#whenFull policy} says
     * so.
     *
     * @param <T> the type of the results
     * @param tasks the tasks
     * @param timeout the maximum time to wait; zero or negative means not to wait
     * @param unit the unit of {@code timeout}
     * @return the result of one of the tasks that succeeded
     * @throws NullPointerException if {@code tasks}, one of its elements or {@code unit} is null
     * @throws IllegalArgumentException if {@code tasks} is empty
     * @throws ExecutionException if all tasks have failed; the cause is the exception of one of them
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws TimeoutException if the timeout expired first
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, if the queues are full
     *     and the policy refuses a task, or, inside a task of this pool, if this thread has too little stack left
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return anyOf(tasks, this).await(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Refuses new tasks from now on, including those that tasks of this pool submit. Tasks that were submitted before
     * still run. Idempotent. Waits for no other thread.
     *
     * <p>If tasks are queued and the pool has no thread, this method tries to start one. If that fails, the handler of
     * uncaught exceptions is given the failure. The tasks then wait until another call of this method, or of
     * {@link #awaitTermination}, {@link #close} or {@link #awaitIdle()}, tries again.
     */
    @Override
    public void shutdown() {
        group.shutdown();
    }

    /**
     * Refuses new tasks from now on, returns the tasks that have not started, and interrupts the pool's threads. When
     * this method returns, every accepted task has started, has been cancelled, or is in the returned list, and the
     * pool starts no more tasks. No task in the list has been started or cancelled. A task counts as started once a
     * thread has claimed it in order to run it; its first line may run a little later. This method never waits for a
     * task. It may wait for a submission under way, and for a worker that is moving tasks from one queue to another.
     *
     * <p>If memory runs out while the list grows, the remaining tasks stay queued. Another call returns them, except
     * those that have been run by tasks that waited for them. If a call returns an empty list, no task is left.
     *
     * <p>A thread that waits for a future in the list gets a {@link java.util.concurrent.CancellationException}. The
     * receiver of the list may run the future, which then has a result. Or it may submit the future to another pool,
     * which queues it like any other task; a pool that was shut down refuses it. If the receiver does neither, the
     * future does not run, even if it was submitted to this pool twice. One exception: if another pool has queued the
     * future too, that pool may run it.
     *
     * <p>A future that was queued twice may be in the list while its second entry is still in a queue. If the receiver
     * then submits it to a pool that is being shut down, that pool may refuse it. Even so, a thread that takes the
     * second entry may start the future, or another pool's list may contain it. The future never runs twice.
     *
     * @return the tasks that have not started: those given to {@code execute} as they were given, and those given to
     *     {@code submit} as their futures
     * @throws OutOfMemoryError if there is no memory for the first task; the pool is stopped, and another call returns
     *     the tasks
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
     * Waits, after a shutdown, until all tasks have run and every thread of the pool has ended. Parks. A task of this
     * pool that calls this method waits for itself until the timeout expires. If no thread can be started for queued
     * tasks, this method tries again after pauses of 1 ms to 1 s.
     *
     * @param timeout the maximum time to wait; zero or negative means not to wait
     * @param unit the unit of {@code timeout}
     * @return true if all threads have ended, so that {@link Thread#isAlive} returns false for each; false if the
     *     timeout expired first
     * @throws NullPointerException if {@code unit} is null
     * @throws InterruptedException if this thread is interrupted before or while it waits
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return group.awaitTermination(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Shuts the pool down, and waits until every task submitted before has run and every thread has ended. Parks. If
     * this thread is interrupted while it waits, the pool is stopped as by {@link #shutdownNow}, the wait continues,
     * and the thread's interrupted status is set before this method returns. Idempotent.
     *
     * @throws IllegalStateException if a task of this pool calls this method, which would wait for itself; the pool is
     *     unchanged
     */
    @Override
    public void close() {
        group.requireExternalThread("close the pool");
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
     * Waits until the pool is idle, that is, until no task is queued and none is running. Every task submitted before
     * the call has then run, and so has every task submitted by those tasks, except the tasks that {@link #shutdownNow}
     * has returned.
     *
     * <p>The calling thread parks, and is woken by the worker that goes idle last; it does not poll. Exception: if no
     * thread can be started for queued tasks, this method tries again after pauses of 1 ms to 1 s.
     *
     * <p>This method also waits for tasks that other threads submit meanwhile. If a stream of submissions never lets
     * the pool become idle, it does not return.
     *
     * <p>The actions of the tasks happen-before the return.
     *
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws IllegalStateException if a task of this pool calls this method, which would wait for itself
     */
    public void awaitIdle() throws InterruptedException {
        group.awaitIdle(WaiterList.NO_DEADLINE);
    }

    /**
     * Waits for a limited time until the pool is idle, like {@link #awaitIdle()}.
     *
     * @param timeout the maximum time to wait; zero or negative means not to wait
     * @param unit the unit of {@code timeout}
     * @return true if the pool was idle; false if the timeout expired first
     * @throws NullPointerException if {@code unit} is null
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws IllegalStateException if a task of this pool calls this method, which would wait for itself
     */
    public boolean awaitIdle(long timeout, TimeUnit unit) throws InterruptedException {
        return group.awaitIdle(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Returns the number of workers that the pool was built with. Wait-free.
     *
     * @return the number of workers
     */
    public int workers() {
        return group.settings().workers();
    }

    /**
     * Returns the number of workers that have a task or are about to have one; zero before the first task. Tasks
     * without a worker do not count: those that block while a spare thread has taken their worker, and those that
     * continue without a worker afterwards. Wait-free. The result may be out of date at once.
     *
     * @return the number of active workers
     */
    public int activeWorkers() {
        return group.activeWorkers();
    }

    /**
     * Returns the number of workers that sleep, have no thread, or search for work. Wait-free.
     *
     * @return the number of workers that are not active
     */
    public int idleWorkers() {
        return group.idleWorkers();
    }

    /**
     * Returns the number of queued tasks: those that were accepted and that no thread has started. Wait-free.
     *
     * <p>In a pool with a {@linkplain PoolBuilder#queueCapacity capacity} the number is exact at some instant during
     * the call, and includes tasks that are being submitted. Exception: the pool's counts are read one after the other.
     * If tasks leave the queues during each of eight such reads, the number may be too small, by at most the number of
     * tasks that left during one of them. It is never too large.
     *
     * <p>In a pool without a capacity, each queue is read at a different time, and an entry counts until a worker
     * reaches it, even if its task was cancelled or has been run by a task that waited for it.
     *
     * @return the number of queued tasks
     */
    public int queuedTasks() {
        return group.queuedTasks();
    }

    /**
     * Returns the number of tasks that have ended since the pool was built: those that returned or threw, and those
     * that were cancelled before they started. Exact once the pool is idle. Wait-free.
     *
     * @return the number of completed tasks
     */
    public long completedTasks() {
        return group.measurements().executed();
    }

    /**
     * Returns the pool's metrics: its counts, and its measurements if it takes {@linkplain PoolBuilder#timing times}.
     * Wait-free.
     *
     * @return the metrics, from which to take snapshots
     */
    public PoolMetrics metrics() {
        return metrics;
    }

    /**
     * Explains what the pool is doing, or why it makes no progress. The first line says in words what is wrong: for
     * example, that all workers are blocked, in which calls, and how many tasks are queued; or that nothing is wrong.
     * The next lines show the state of the pool, the stack trace and the running time of each task, and the threads
     * without a task. Stops each thread for a moment.
     *
     * @return an explanation, whose format may change
     */
    public String dump() {
        return group.dump();
    }

    /**
     * Describes what the pool is doing. If the pool makes no progress, because tasks are queued and all workers are
     * blocked, or because tasks wait for each other in a cycle, the first line says so. The next lines show the state
     * of the pool, the number of idle workers, what is queued, and where in the code the task of each thread is. Stops
     * each thread for a moment.
     *
     * @return a description, whose format may change
     */
    @Override
    public String toString() {
        return group.describe();
    }
}
