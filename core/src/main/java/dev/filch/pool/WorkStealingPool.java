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
 * The pool for tasks that submit tasks, and for more workers than one queue can feed: its workers have queues of their
 * own, and steal from each other. An {@link java.util.concurrent.ExecutorService} as the JDK documents it, with
 * priorities.
 *
 * <p><b>Where tasks wait.</b> A NORMAL task submitted inside a task of this pool goes to the deque of the worker that
 * runs the submitting task. All other tasks go to injectors: HIGH and LOW tasks, tasks submitted from outside, and
 * tasks submitted by a task whose worker was left to a spare thread. Each lane has up to 16 injectors, and a thread
 * always submits to the same one. A worker takes HIGH tasks first, then its own, then those in the NORMAL injectors,
 * beginning with an injector that depends on the worker. Then it steals from other workers, beginning with a random
 * one. LOW tasks come last. From an injector, a worker takes one task at a time. It takes a batch of up to 32 NORMAL
 * tasks instead if other workers are searching, if it has lost a race, if there are more workers than injectors, or
 * when a fairness tick sends it to another injector. The builder sets whether a worker takes its own newest task first
 * ({@link Builder#lifo}, the default: this task is still in the cache, and deep trees of tasks need little memory) or
 * its own oldest ({@link Builder#fifo}).
 *
 * <p><b>Order.</b> With one worker and the fifo form, tasks of one lane that one thread submits from outside start in
 * the order of their submission, unless a task that waits for one of them runs it earlier. With several workers, they
 * leave their injector in that order but may start in a different one: a batch of up to 32 NORMAL tasks may wait with
 * one worker while later tasks start elsewhere. The lifo form reverses the order only among NORMAL tasks submitted
 * inside tasks, and not always: at every 3,904th fetch a worker takes the oldest of its own tasks, and thieves always
 * take the oldest.
 *
 * <p><b>Priorities</b> from 0 to 255 fall into three lanes: HIGH from 200, NORMAL from 50, and LOW. Within a lane the
 * number makes no difference. A worker takes a HIGH task before any other, and a LOW task only if it finds no other.
 *
 * <p><b>Fairness.</b> No task starves. Every 61st fetch of a worker is a <em>fairness tick</em>, which departs from
 * the order above. Successive ticks begin with LOW, with the tasks from outside, with the worker's own oldest task, and
 * with the tasks of another worker that has fetched few tasks lately. The bounds:
 * <ul>
 *   <li>If no HIGH task precedes it, a HIGH task starts before all waiting NORMAL and LOW tasks, except at most two for
 *       each worker: the one that the worker takes just before it sees the HIGH task, and one that a fairness tick
 *       takes. For every 60 HIGH tasks that precede it, fairness ticks take one more. Tasks that waiting tasks run
 *       themselves do not count.
 *   <li>If k LOW tasks precede a LOW task in its injector, it starts after at most 244 n (k + 1) fetches of some
 *       worker, where n is the number of injectors of its lane.
 *   <li>NORMAL tasks from outside wait in several injectors, and each worker has one of these that it prefers. At least
 *       once in 488 fetches it begins with another one, and visits them cyclically. So they advance even if a worker
 *       is stuck in a task.
 *   <li>At one fetch in 3,904, a worker begins with the oldest of its own tasks. At one other fetch in 3,904, it begins
 *       with the tasks of another worker, if that worker has fetched few tasks meanwhile. These fetches visit all other
 *       workers cyclically.
 * </ul>
 *
 * <p><b>Waiting inside a task</b> for a future of this pool, by {@code get}, {@code invokeAll} or {@code invokeAny},
 * needs no free worker. If no thread has started the awaited task, the waiting thread runs it itself, out of turn, on
 * top of the task that waits. Otherwise it parks, and a spare thread takes its place, as long as
 * {@linkplain PoolBuilder#maxSpares spare threads} are available. If none is available, the wait occupies the worker
 * until the awaited task, which runs on another thread, has ended. In detail:
 * <ul>
 *   <li>A wait with a timeout never runs the awaited task. Without a spare thread, such waits may occupy all workers
 *       until their timeouts expire.
 *   <li>A waiting thread runs only the awaited task, never an unrelated one. In {@code invokeAny}, a spare thread runs
 *       the next task, as long as fewer than half of the spare threads are in use and it is not the only one left.
 *   <li>A task that runs on top of the task that waits for it shares that task's thread, thread-locals and locks. So it
 *       can enter a reentrant lock that the waiting task holds, but waits for ever for a lock that is not reentrant.
 *   <li>An interrupt by {@code cancel(true)} of a future of this pool reaches the cancelled task and no other. If that
 *       task waits while its thread runs another one on top of it, the interrupt is delivered once the other task has
 *       ended. If a task itself calls {@code run} of a future, an interrupt of that future reaches this task, too. Any
 *       other interrupt of the thread reaches the task on top, and ends with it.
 *   <li>Up to 64 tasks nest on one stack. A spare thread runs those nested more deeply, on its own stack. If no spare
 *       thread is available, up to 200 tasks nest, or 736 in a pool without spares, whose own threads have larger
 *       stacks. Beyond that, {@code get} throws {@link java.util.concurrent.RejectedExecutionException}; the task stays
 *       queued, and runs later. {@link PoolBuilder#stackSize} replaces these bounds.
 *   <li>A task that a waiting thread has run leaves an entry in its queue until a worker reaches that entry. The lifo
 *       form at once removes such entries if they are the newest in the worker's own deque. If a task submits others
 *       and waits for them in a loop while all workers stay busy, each entry that is left takes some memory.
 *   <li>A waiting task counts as running, for {@link #awaitIdle} and everything else; its run time excludes the tasks
 *       that ran on top of it.
 *   <li>The pool cannot see other ways of waiting: {@link java.util.concurrent.CompletableFuture#join}, completion
 *       services, latches, futures of other pools. Wrap them in {@link Blocking}. Otherwise each occupies a worker, and
 *       if all workers wait like this for queued tasks, the pool deadlocks.
 * </ul>
 *
 * <p><b>Threads</b> are started when there is work for them, and end after some time without work, by default 60
 * seconds; see {@link PoolBuilder}. Idle threads are parked: they use no processor time. Before a worker parks, it
 * searches for work for some microseconds, unless recent sleeps were long. At most half as many workers as there are
 * processors search at a time; for a moment there may be a few more.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for no other thread, with one exception:
 * a submission inside a task during {@link #shutdownNow} may wait until the queues have been emptied. If workers sleep
 * and none is searching, a submission has to wake a worker, which costs some microseconds in the operating system, or
 * to start a thread. The queues are unbounded, unless the builder sets a
 * {@linkplain PoolBuilder#queueCapacity capacity}; then a submission does what the {@link FullQueuePolicy} says.
 *
 * <p><b>Happens-before.</b> A thread's actions before it submits a task happen-before the task's run. The task's
 * actions happen-before the return of its future's {@code get}, of {@link #awaitIdle()} and of
 * {@link #awaitTermination}.
 *
 * <p>A task that throws never ends a worker; see {@link PoolBuilder#uncaughtExceptionHandler}.
 *
 * <pre>{@code
 * try (WorkStealingPool pool = WorkStealingPool.builder().workers(4).build()) {
 *     Future<String> greeting = pool.submit(() -> "hello", 220);
 *     System.out.println(greeting.get());
 * }
 * }</pre>
 */
public final class WorkStealingPool extends WorkerPool {

    private WorkStealingPool(Builder builder, SchedulerSettings settings) {
        super(builder, settings, new StealingSource(settings.workers(), builder.lifo));
    }

    /**
     * Creates a builder; its default is as many workers as there are processors, each taking its own newest task first.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a task of priority 100, from any thread.
     *
     * <p>If the stack of the calling thread overflows in this method, the task may or may not run. It may have been
     * queued without a worker being woken; then it waits, at most until the next submission, {@link #shutdown} or
     * {@link #awaitIdle()} wakes one.
     *
     * @param task what to run, once
     * @throws NullPointerException if {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        executeIn(Lane.NORMAL, task);
    }

    /**
     * Submits a task, from any thread.
     *
     * @param task what to run, once
     * @param priority from 0 to 255
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public void execute(Runnable task, int priority) {
        executeIn(Lane.of(priority), task);
    }

    /**
     * Submits a task, from any thread, unless the queues are full; as {@link #tryExecute(Runnable)}.
     *
     * @param task what to run, once
     * @param priority from 0 to 255
     * @return false if the task was not accepted
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public boolean tryExecute(Runnable task, int priority) {
        return tryExecuteIn(Lane.of(priority), task);
    }

    /**
     * Submits a task with a priority.
     *
     * @param task what to run, once
     * @param priority from 0 to 255
     * @return its future, whose result is null
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public Future<?> submit(Runnable task, int priority) {
        RunnableFuture<Void> future = newTaskFor(Objects.requireNonNull(task, "task"), null);
        execute(future, priority);
        return future;
    }

    /**
     * Submits a task that returns a result, with a priority.
     *
     * @param <T> the type of the result
     * @param task what to run, once
     * @param priority from 0 to 255
     * @return its future
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public <T> Future<T> submit(Callable<T> task, int priority) {
        RunnableFuture<T> future = newTaskFor(Objects.requireNonNull(task, "task"));
        execute(future, priority);
        return future;
    }

    /**
     * Submits a task that must end in time, with a priority; as
     * {@link #submitWithin(Duration, Callable, boolean)}.
     *
     * @param <T> the type of the result
     * @param timeout how much time the task has; if zero or negative, the future has failed when this returns
     * @param task what to run, once
     * @param mayInterruptIfRunning whether the thread that runs the task is interrupted at the deadline
     * @param priority from 0 to 255
     * @return its future
     * @throws NullPointerException if {@code timeout} or {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if there is no memory for the task, or for the thread that watches deadlines; the task
     *     will not run
     */
    public <T> Future<T> submitWithin(
            Duration timeout, Callable<T> task, boolean mayInterruptIfRunning, int priority) {
        return submitWithinIn(Lane.of(priority), timeout, task, mayInterruptIfRunning);
    }

    /**
     * A view of this pool for code that knows nothing of priorities: an executor service whose tasks all have the same
     * one. Shutting down the view shuts down the pool, and vice versa.
     *
     * @param priority from 0 to 255
     * @return a view of this pool
     * @throws IllegalArgumentException if {@code priority} is out of range
     */
    public ExecutorService withPriority(int priority) {
        return new PriorityView(this, Lane.checkPriority(priority));
    }

    /**
     * How often workers have tried to steal from another worker, whether or not it had a task.
     *
     * @return the number of attempts since the pool was built; exact once the pool is idle
     */
    public long stealAttempts() {
        return LongStream.of(group().measurements().stealAttemptsPerWorker()).sum();
    }

    /**
     * How many of the {@linkplain #stealAttempts() attempts} took something, one task or a batch. The others found
     * nothing, or lost a race.
     *
     * @return the number of successful attempts since the pool was built; exact once the pool is idle
     */
    public long successfulSteals() {
        return LongStream.of(group().measurements().successfulStealsPerWorker()).sum();
    }

    /**
     * How many tasks each worker has run. A task is not counted here if its thread had no worker when the task ended,
     * because the task had blocked, or a task without a worker had handed it over.
     *
     * @return a new array, one number for each worker; exact once the pool is idle
     */
    public long[] executedPerWorker() {
        return group().measurements().executedPerWorker();
    }

    /** Settings of a {@link WorkStealingPool}. */
    public static final class Builder extends PoolBuilder<Builder> {

        private boolean lifo = true;

        private Builder() {
            super("WorkStealingPool");
        }

        /**
         * Lets a worker take its own newest task first. This is the default.
         *
         * @return this builder
         */
        public Builder lifo() {
            lifo = true;
            return this;
        }

        /**
         * Lets a worker take its own oldest task first.
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
         * @return the pool
         * @throws IllegalStateException if threads are to be started at once, and the thread factory returns null
         * @throws OutOfMemoryError if threads are to be started at once and one cannot be started; the others then end,
         *     as they do after any other exception of the thread factory
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
