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
 * What the pools have in common: tasks with deadlines, the lifecycle of an executor service, waiting for idleness, and
 * the counts. For code that works with either.
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
                    BeanRegistration.register(new PoolBean(group, metrics), getClass().getSimpleName());
            group.afterTermination(registration::unregister);
        } catch (LinkageError absent) {
            throw new IllegalStateException("the module java.management is not there", absent);
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

    /** A wait for one of these tasks, which {@code submission} submits. */
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
     * Submits a task, from any thread, unless the queues are full. Never runs the task on the calling thread, drops no
     * task and waits for none, whatever the {@linkplain PoolBuilder#whenFull policy}. Otherwise as {@code execute}.
     *
     * @param task what to run, once
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
     * Submits a task that must end in time. At the deadline its future fails with a {@link TimeoutException}, unless it
     * is done: even if every worker is blocked, and whether or not any thread waits for the result. If the task has not
     * started by then, it never will. If it runs, it goes on, and its result is dropped.
     *
     * <p>One daemon thread, which all pools share, watches the deadlines. It has one timed wait while deadlines are
     * pending, and ends some 10 seconds after the last one. It wakes waiting threads, and runs no task.
     *
     * <p>A future that {@code shutdownNow} has listed fails at its deadline, too; then the receiver of the list can no
     * longer run it.
     *
     * <p>Lock-free, except for the moment in which that thread is started, and as the pool's
     * {@linkplain PoolBuilder#whenFull policy} says if the queues are full. If the task's deadline passes while its
     * submission waits for room, the submission returns, and the future has failed.
     *
     * @param <T> the type of the result
     * @param timeout how much time the task has; if zero or negative, the future has failed when this returns
     * @param task what to run, once
     * @return its future
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches deadlines; the task
     *     will not run
     */
    public <T> Future<T> submitWithin(Duration timeout, Callable<T> task) {
        return submitWithin(timeout, task, false);
    }

    /**
     * Submits a task without a result that must end in time; as {@link #submitWithin(Duration, Callable)}.
     *
     * @param timeout how much time the task has; if zero or negative, the future has failed when this returns
     * @param task what to run, once
     * @return its future, whose result is null
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches deadlines; the task
     *     will not run
     */
    public Future<?> submitWithin(Duration timeout, Runnable task) {
        return submitWithin(timeout, new RunnableTask<>(task, null), false);
    }

    /**
     * Submits a task that must end in time; as {@link #submitWithin(Duration, Callable)}.
     *
     * @param <T> the type of the result
     * @param timeout how much time the task has; if zero or negative, the future has failed when this returns
     * @param task what to run, once
     * @param mayInterruptIfRunning whether the thread that runs the task is interrupted at the deadline. As with
     *     {@link Future#cancel}, the interrupt reaches no other task. An interrupt that blocks, as one may that closes
     *     a channel, holds up the deadlines of all pools
     * @return its future
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches deadlines; the task
     *     will not run
     */
    public <T> Future<T> submitWithin(Duration timeout, Callable<T> task, boolean mayInterruptIfRunning) {
        return submitWithinIn(Lane.NORMAL, timeout, task, mayInterruptIfRunning);
    }

    /**
     * Submits tasks and waits until one has succeeded; the others are then cancelled, except those that {@link
     * #shutdownNow} has listed. Inside a task of this pool, a spare thread takes the place of the waiting one, as long
     * as fewer than half of the spare threads are in use and more than one task is left. Otherwise the waiting thread
     * itself runs the tasks that no other thread has started. The wait then lasts at least until the task that this
     * thread is running ends.
     *
     * @param <T> the type of the results
     * @param tasks what to run
     * @return the result of one of those that succeeded
     * @throws NullPointerException if {@code tasks} or one of them is null
     * @throws IllegalArgumentException if there are no tasks
     * @throws ExecutionException if all have failed; the cause is that of one of them
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down; or inside a task, as
     *     {@code get} of a future throws it, if too many tasks are nested on this thread's stack
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return anyOf(tasks, this).await();
    }

    /**
     * Submits tasks and waits until one has succeeded, for a limited time; the others are then cancelled.
     *
     * @param <T> the type of the results
     * @param tasks what to run
     * @param timeout how long to wait; zero or negative means not at all
     * @param unit the unit of the timeout
     * @return the result of one of those that succeeded
     * @throws NullPointerException if {@code tasks} or one of them is null
     * @throws IllegalArgumentException if there are no tasks
     * @throws ExecutionException if all have failed; the cause is that of one of them
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws TimeoutException if the timeout expired first
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return anyOf(tasks, this).await(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Refuses new tasks from now on, even from tasks of this pool. Tasks submitted before still run. Idempotent. Waits
     * for no other thread.
     *
     * <p>If the pool has no thread for the tasks that are queued, this tries to start one. If that fails, the failure
     * goes to the handler of exceptions, and the tasks wait until another call of this method or of
     * {@link #awaitTermination}, {@link #close} or {@link #awaitIdle()} tries again.
     */
    @Override
    public void shutdown() {
        group.shutdown();
    }

    /**
     * Refuses new tasks from now on, takes back those that no thread has started, and interrupts the pool's threads.
     * When this returns, every accepted task has started, has been cancelled, or is in the list, and the pool starts no
     * more. No task in the list had started or been cancelled. A task has started when a thread has taken it in order
     * to run it; its first line may run a little later. Never waits for a task; may wait for a submission under
     * way, and for a worker that is moving tasks from one queue to another.
     *
     * <p>If memory runs out while the list grows, the missing tasks stay queued. Another call returns them, except
     * those that tasks have waited for and so run meanwhile. If a call returns an empty list, no task is left.
     *
     * <p>A thread that waits for a future in the list gets a {@link java.util.concurrent.CancellationException}. The
     * receiver of the list may still run the future, which then has a result, or submit it to another pool, which
     * queues it like any other task. Otherwise it never runs, even if it was submitted to this pool twice, unless
     * another pool has queued it, too. A pool that was shut down refuses it. If the future was queued twice, and a
     * submission of it overlaps the shutdown of the pool that is given it, the submission may be refused although the
     * future starts, or although a second list contains it. It never runs twice.
     *
     * @return the tasks taken back: those given to {@code execute} themselves, and the futures of those given to
     *     {@code submit}
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
     * After a shutdown, waits until all tasks have run and every thread of the pool has ended. Parks. A task of this
     * pool that calls this waits for itself, until the timeout expires. If no thread can be started for queued tasks,
     * this tries again after pauses of 1 ms to 1 s.
     *
     * @param timeout how long to wait at most; zero or negative means not at all
     * @param unit the unit of the timeout
     * @return true if all threads have ended, so that {@link Thread#isAlive} is false; false if the timeout expired
     *   first
     * @throws InterruptedException if this thread is interrupted before or while it waits
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return group.awaitTermination(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Shuts down, and waits until every task submitted before has run and every thread has ended. If this thread is
     * interrupted while it waits, the pool is stopped as by {@link #shutdownNow}, the wait continues, and the thread is
     * interrupted again at the end. Idempotent.
     *
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself; then nothing is
     *     changed
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
     * Waits until the pool is idle: no task is queued and none is running. By then every task submitted before the call
     * has run, and so has every task submitted by those tasks, except those that {@link #shutdownNow} has listed.
     * Parks, and is woken by the worker that goes idle last; nothing is polled. But if no thread can be started for
     * queued tasks, this tries again after pauses of 1 ms to 1 s.
     *
     * <p>This also waits for tasks that other threads submit meanwhile: if a stream of submissions never lets the pool
     * become idle, this does not return.
     *
     * <p>The tasks' actions happen-before the return.
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
     * @param timeout how long to wait at most; zero or negative means not at all
     * @param unit the unit of the timeout
     * @return false if the timeout expired first
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
     * How many workers have a task, or are about to have one; zero before the first task. Does not count tasks without
     * a worker: those whose thread a spare thread replaces while they block, and those that continue without a worker
     * afterwards. Wait-free; may be out of date at once.
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
     * How many tasks are queued: accepted, and started by no thread. Exact in a pool with a
     * {@linkplain PoolBuilder#queueCapacity capacity}, except that tasks that are being submitted count. Without one,
     * each queue is read at a different time, and an entry counts until a worker reaches it, even if its task was
     * cancelled or a waiting task has run it. Reads every queue; wait-free.
     *
     * @return their number
     */
    public int queuedTasks() {
        return group.queuedTasks();
    }

    /**
     * How many tasks have ended: those that returned or threw, and those that were cancelled before they started.
     * Exact once the pool is idle.
     *
     * @return their number since the pool was built
     */
    public long completedTasks() {
        return group.measurements().executed();
    }

    /**
     * The pool's counts, and its measurements if it takes {@linkplain PoolBuilder#timing times}. Wait-free.
     *
     * @return the metrics, from which to take snapshots
     */
    public PoolMetrics metrics() {
        return metrics;
    }

    /**
     * Explains what the pool is doing, or why it is not doing more. The first line says what is wrong in words: for
     * example, that all workers are blocked, in which calls, and how many tasks are queued; or that nothing is wrong.
     * Then follow the pool's state, the stack of each task and how long it has run, and the threads without a task.
     * Stops each thread for a moment.
     *
     * @return an explanation whose format may change
     */
    public String dump() {
        return group.dump();
    }

    /**
     * What the pool is doing. If it does not move, because all workers are blocked and tasks are queued, or because
     * tasks wait for each other in a cycle, the first line says so. Then follow its state, how many workers are idle,
     * what is queued, and where in the code the task of each thread is. Stops each thread for a moment.
     *
     * @return a description whose format may change
     */
    @Override
    public String toString() {
        return group.describe();
    }
}
