package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.SchedulerSettings;
import dev.filch.internal.scheduler.StealingSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.stream.LongStream;

/**
 * A pool for tasks that submit tasks, and for more workers than one queue can feed. Each worker has queues of its own,
 * and workers without tasks steal from the others. An {@link java.util.concurrent.ExecutorService} as the JDK specifies
 * it, with priorities.
 *
 * <pre>{@code
 * try (WorkStealingPool pool = WorkStealingPool.builder().workers(4).build()) {
 *     Future<String> greeting = pool.submit(() -> "hello", 220);
 *     System.out.println(greeting.get());
 * }
 * }</pre>
 *
 * <p><b>Priorities</b> are numbers from 0 to 255, which fall into three lanes: HIGH (200 to 255), NORMAL (50 to 199)
 * and LOW (0 to 49). The default is 100. A worker takes a HIGH task before any other task, and a LOW task only if it
 * finds no other. Within a lane the number makes no difference.
 *
 * <p><b>Queues.</b> If a task of this pool submits a NORMAL task, the new task goes to the deque of the worker that
 * runs the submitting task. All other tasks go to injectors, which the workers share: HIGH and LOW tasks, tasks
 * submitted from outside, and tasks submitted by a task that has left its worker to a spare thread. Each lane has up to
 * 16 injectors, and a thread always submits to the same one. A worker searches for its next task in this order:
 * <ol>
 *   <li>the HIGH injectors;
 *   <li>its own deque, and the rest of the last batch that it has taken;
 *   <li>the NORMAL injectors, beginning with one that depends on the worker;
 *   <li>the queues of the other workers, beginning with a random one;
 *   <li>the LOW injectors.
 * </ol>
 * From its own deque, a worker takes the newest task first ({@link Builder#lifo}, the default) or the oldest
 * ({@link Builder#fifo}). The newest task is still in the cache, and taking it first keeps deep trees of tasks small in
 * memory. From an injector, a worker takes one task at a time. It takes a batch of up to 32 NORMAL tasks instead if
 * other workers are searching, if it has lost a race, if there are more workers than injectors, or if a fairness tick
 * sends it to another injector.
 *
 * <p><b>Order.</b> With one worker and the fifo form, tasks of one lane that one thread submits from outside start in
 * the order of their submission, unless a task that waits for one of them runs it earlier. With several workers, these
 * tasks leave their injector in that order but may start in a different one: a batch of up to 32 NORMAL tasks may wait
 * with one worker while later tasks start elsewhere. The lifo form reverses the order only of NORMAL tasks that tasks
 * submit, and not always: at every 3,904th fetch a worker takes the oldest of its own tasks, and thieves always take
 * the oldest.
 *
 * <p><b>Fairness.</b> No task starves. Every 61st fetch of a worker is a <em>fairness tick</em>, which departs from the
 * order above. Successive ticks begin with the LOW tasks, with the tasks from outside, with the worker's own oldest
 * task, and with the tasks of another worker that has fetched few tasks lately. This gives the following bounds:
 * <ul>
 *   <li>A HIGH task with no other HIGH task ahead of it starts before all waiting NORMAL and LOW tasks, except at most
 *       two per worker: one that the worker takes just before it sees the HIGH task, and one that a fairness tick
 *       takes. For every 60 HIGH tasks ahead of it, fairness ticks take one more. Tasks that are run by a task waiting
 *       for them do not count.
 *   <li>A LOW task with k LOW tasks ahead of it in its injector starts after at most 244 n (k + 1) fetches of some
 *       worker, where n is the number of injectors of the lane.
 *   <li>NORMAL tasks from outside wait in several injectors, one of which each worker prefers. At least once in 488
 *       fetches, a worker begins with another injector, and it visits the others cyclically. So tasks advance even if
 *       the worker that prefers their injector is stuck in a task.
 *   <li>Once in 3,904 fetches, a worker begins with the oldest of its own tasks. Also once in 3,904 fetches, it begins
 *       with the tasks of another worker, if that worker has fetched few tasks meanwhile. It visits all other workers
 *       cyclically.
 * </ul>
 *
 * <p><b>Waiting inside a task</b> for a future of this pool, by {@code get}, {@code invokeAll} or {@code invokeAny},
 * needs no free worker. If no thread has started the awaited task, the waiting thread runs it at once, on top of the
 * waiting task. Otherwise the waiting thread parks, and a spare thread takes its place, as long as
 * {@linkplain PoolBuilder#maxSpares spare threads} are available. If none is available, the wait occupies the worker
 * until the awaited task, which is running on another thread, has ended. In detail:
 * <ul>
 *   <li>A wait with a timeout never runs the awaited task. Without spare threads, such waits may occupy all workers
 *       until their timeouts expire.
 *   <li>A waiting thread runs only the awaited task, never an unrelated one. In {@code invokeAny}, a spare thread runs
 *       the next task, as long as fewer than half of the spare threads are in use and more than one task is left.
 *   <li>A task that runs on top of the task waiting for it shares that task's thread, thread-locals and locks. It can
 *       enter a reentrant lock that the waiting task holds, but deadlocks on a lock that is not reentrant.
 *   <li>An interrupt from {@code cancel(true)} of a future of this pool reaches the cancelled task and no other. If the
 *       thread of the cancelled task runs another task on top of it, for which the cancelled task waits or which it has
 *       submitted to {@linkplain FullQueuePolicy#callerRuns full queues}, the interrupt is delivered once the other
 *       task has ended. If a task itself calls {@code run} of a future, an interrupt of that future reaches this task
 *       too. Any other interrupt of the thread reaches the task on top, and ends with it.
 *   <li>Up to 64 tasks nest on one stack. More deeply nested tasks are run by a spare thread, on its own stack. If no
 *       spare thread is available, up to 200 tasks nest, or 736 in a pool without spare threads, whose own threads have
 *       larger stacks. Beyond that, {@code get} throws {@link java.util.concurrent.RejectedExecutionException}; the
 *       task stays queued, and runs later. {@link PoolBuilder#stackSize} replaces these bounds.
 *   <li>If a waiting thread has run a task, the task leaves an entry in its queue until a worker reaches that entry.
 *       The lifo form removes such entries at once if they are the newest in the worker's own deque. If a task submits
 *       others and waits for them in a loop while all workers stay busy, each remaining entry takes some memory.
 *   <li>A waiting task counts as running, for {@link #awaitIdle} and for everything else. Its run time excludes the
 *       tasks that ran on top of it.
 *   <li>The pool cannot see any other way of waiting: {@link java.util.concurrent.CompletableFuture#join}, completion
 *       services, latches, futures of other pools. Wrap such waits in {@link Blocking}. Otherwise each of them occupies
 *       a worker, and if all workers wait like this for queued tasks, the pool deadlocks.
 * </ul>
 *
 * <p><b>Threads</b> are started when there is work for them, and end after some time without work, by default 60
 * seconds; see {@link PoolBuilder}. Idle threads are parked, and use no processor time. Before a worker parks, it
 * searches for work for some microseconds, unless its recent sleeps were long. At most half as many workers as there
 * are processors search at the same time; for a moment there may be a few more.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for no other thread, with one exception:
 * a submission inside a task during {@link #shutdownNow} may wait until the queues have been emptied. If workers sleep
 * and none is searching, a submission wakes a worker or starts a thread. Waking a worker costs some microseconds in the
 * operating system. The queues are unbounded, unless the builder sets a {@linkplain PoolBuilder#queueCapacity
 * capacity}. A submission that finds the queues full does what the {@link FullQueuePolicy} says.
 *
 * <p><b>Happens-before.</b> Actions in a thread before it submits a task happen-before the task runs. The actions of
 * the task happen-before its future's {@code get}, {@link #awaitIdle()} and {@link #awaitTermination} return.
 *
 * <p>A task that throws never ends a worker; see {@link PoolBuilder#uncaughtExceptionHandler}.
 */
public final class WorkStealingPool extends WorkerPool {

    private WorkStealingPool(Builder builder, SchedulerSettings settings) {
        super(builder, settings, new StealingSource(settings.workers(), builder.lifo));
    }

    /**
     * Returns a new builder. By default, a pool has as many workers as there are processors, and each worker takes its
     * own newest task first.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a task of priority 100; may be called from any thread.
     *
     * <p>If this thread's stack overflows in this method, the task may or may not run. The task may have been queued
     * without a worker being woken. It then waits at most until the next submission, {@link #shutdown} or
     * {@link #awaitIdle()} wakes a worker.
     *
     * @param task the task, which runs once
     * @throws NullPointerException if {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        executeIn(Lane.NORMAL, task);
    }

    /**
     * Submits a task with a priority; may be called from any thread.
     *
     * @param task the task, which runs once
     * @param priority the priority, from 0 to 255; 255 is the most urgent
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public void execute(Runnable task, int priority) {
        executeIn(Lane.of(priority), task);
    }

    /**
     * Submits a task with a priority unless the queues are full; may be called from any thread. Otherwise the same as
     * {@link #tryExecute(Runnable)}.
     *
     * @param task the task, which runs once
     * @param priority the priority, from 0 to 255; 255 is the most urgent
     * @return false if the task was not accepted
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public boolean tryExecute(Runnable task, int priority) {
        return tryExecuteIn(Lane.of(priority), task);
    }

    /**
     * Submits a task that has a priority and no result; may be called from any thread.
     *
     * @param task the task, which runs once
     * @param priority the priority, from 0 to 255; 255 is the most urgent
     * @return the task's future, whose result is null
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public Future<?> submit(Runnable task, int priority) {
        RunnableFuture<Void> future = newTaskFor(Objects.requireNonNull(task, "task"), null);
        execute(future, priority);
        return future;
    }

    /**
     * Submits a task that has a priority and a result; may be called from any thread.
     *
     * @param <T> the type of the result
     * @param task the task, which runs once
     * @param priority the priority, from 0 to 255; 255 is the most urgent
     * @return the task's future
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public <T> Future<T> submit(Callable<T> task, int priority) {
        RunnableFuture<T> future = newTaskFor(Objects.requireNonNull(task, "task"));
        execute(future, priority);
        return future;
    }

    /**
     * Submits a task with a deadline and a priority. Otherwise the same as {@link #submitWithin(Duration, Callable,
     * boolean)}.
     *
     * @param <T> the type of the result
     * @param timeout the time until the deadline; if it is zero or negative, the returned future has already failed
     * @param task the task, which runs at most once
     * @param mayInterruptIfRunning whether the thread that runs the task is interrupted at the deadline
     * @param priority the priority, from 0 to 255; 255 is the most urgent
     * @return the task's future
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues are full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches the deadlines; the
     *     task will not run
     */
    public <T> Future<T> submitWithin(
            Duration timeout, Callable<T> task, boolean mayInterruptIfRunning, int priority) {
        return submitWithinIn(Lane.of(priority), timeout, task, mayInterruptIfRunning);
    }

    /**
     * Returns a view of this pool that gives all tasks the same priority, for code that knows nothing of priorities.
     * Shutting down the view shuts down the pool, and vice versa.
     *
     * @param priority the priority of all tasks, from 0 to 255; 255 is the most urgent
     * @return a view of this pool
     * @throws IllegalArgumentException if {@code priority} is out of range
     */
    public ExecutorService withPriority(int priority) {
        return new PriorityView(this, Lane.checkPriority(priority));
    }

    /**
     * Returns the number of times that workers have tried to steal from another worker since the pool was built,
     * whether or not that worker had a task. Exact once the pool is idle. Wait-free.
     *
     * @return the number of attempts
     */
    public long stealAttempts() {
        return LongStream.of(group().measurements().stealAttemptsPerWorker()).sum();
    }

    /**
     * Returns the number of {@linkplain #stealAttempts() attempts to steal} that took one task or a batch since the
     * pool was built. The other attempts found nothing or lost a race. Exact once the pool is idle. Wait-free.
     *
     * @return the number of successful attempts
     */
    public long successfulSteals() {
        return LongStream.of(group().measurements().successfulStealsPerWorker()).sum();
    }

    /**
     * Returns the number of tasks that each worker has run. A task does not count here if its thread had no worker when
     * the task ended, because the task had blocked or a task without a worker had handed it over. Exact once the pool
     * is idle. Wait-free.
     *
     * @return a new array with one number per worker
     */
    public long[] executedPerWorker() {
        return group().measurements().executedPerWorker();
    }

    /** The settings of a {@link WorkStealingPool}. */
    public static final class Builder extends PoolBuilder<Builder> {

        private boolean lifo = true;

        private Builder() {
            super("WorkStealingPool");
        }

        /**
         * Makes each worker take its own newest task first. This is the default.
         *
         * @return this builder
         */
        public Builder lifo() {
            lifo = true;
            return this;
        }

        /**
         * Makes each worker take its own oldest task first.
         *
         * @return this builder
         */
        public Builder fifo() {
            lifo = false;
            return this;
        }

        /**
         * Builds the pool.
         *
         * @return a new pool
         * @throws IllegalStateException if {@linkplain #startThreadsAtOnce threads are started at once} and the thread
         *     factory returns null, or if the pool cannot be {@linkplain #registerMBean registered}
         * @throws OutOfMemoryError if threads are started at once and one of them cannot be started; the others then
         *     end, as they do after any other exception of the thread factory
         */
        public WorkStealingPool build() {
            return new WorkStealingPool(this, settings());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
