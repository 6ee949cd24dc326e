package dev.filch.pool;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Workers with queues of their own, who steal from each other: the pool for tasks that submit tasks, and for more
 * workers than one queue can feed. An {@link java.util.concurrent.ExecutorService} as the JDK documents it, with
 * priorities.
 *
 * <p><b>Where tasks wait.</b> A task submitted by a worker of this pool goes to that worker's own deque, others to an
 * injector that all share. A worker takes from its own deque, then a batch from the injector, then it steals from the
 * others, starting at a random one. A builder chooses whether a worker takes its own newest task first
 * ({@link Builder#lifo}, the default: still in the cache, and deep trees of tasks need little memory) or its oldest
 * ({@link Builder#fifo}).
 *
 * <p><b>Priorities</b> from 0 to 255 fall into three lanes: HIGH from 200, NORMAL from 50, and LOW. A worker takes HIGH
 * tasks that it can see, wherever they are, before NORMAL ones of its own, and these before LOW ones. Within a lane the
 * number makes no difference. Nothing starves: 9 of 279 choices of each worker start elsewhere, 3 of these with LOW, 3
 * with NORMAL, 3 with the HIGH tasks that have waited longest. So however much HIGH work comes in, a LOW task in the
 * injector starts at the latest when, counted from its submission, some worker has made 279 choices for each LOW task
 * before it and 279 for itself.
 *
 * <p><b>Waiting inside a task</b> for another task of the same pool, by its future or otherwise, occupies the worker:
 * it does not help meanwhile, and no other worker takes its place. If all workers wait like this, nobody is left to run
 * what they wait for. {@link #awaitIdle()} and {@link #close} see it and throw.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for nobody; they may have to wake a
 * worker, which costs some microseconds in the operating system, if workers sleep and none is looking for work. The
 * queues are unbounded.
 *
 * <p><b>Happens-before.</b> What a thread did before it submitted a task happens-before that task's run; what the task
 * did, before the return of its future's {@code get}, of {@link #awaitIdle()} and of {@link #awaitTermination}.
 *
 * <p><b>Idle workers</b> are parked: they use no CPU, and there are no timers. Before it parks, a worker looks around
 * for some microseconds, but at most half as many workers do so at a time as there are processors.
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

    private final StealingSource source;

    private WorkStealingPool(PoolSettings settings, StealingSource source) {
        super(settings, source);
        this.source = source;
    }

    /**
     * Starts with as many workers as there are processors, who take their own newest tasks first.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a task of priority 100, from any thread.
     *
     * @param task what to run, once
     * @throws NullPointerException if {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        execute(task, Lane.DEFAULT_PRIORITY);
    }

    /**
     * Submits a task, from any thread.
     *
     * @param task what to run, once
     * @param priority from 0 to 255
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     * @throws OutOfMemoryError if a queue cannot grow; the task will not run
     */
    public void execute(Runnable task, int priority) {
        executeAt(Lane.checkPriority(priority), task);
    }

    @Override
    boolean enqueue(Runnable task, int priority) {
        Lane lane = Lane.of(priority);
        Worker worker = crew().currentWorker();
        if (worker == null) {
            return source.offer(task, lane);
        }
        if (crew().isShutdown()) {
            return false;
        }
        source.push(worker, task, lane);
        return true;
    }

    /**
     * Submits a task with a priority.
     *
     * @param task what to run, once
     * @param priority from 0 to 255
     * @return its future, which gives null once the task has run
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     */
    public Future<?> submit(Runnable task, int priority) {
        FutureTask<Void> future = new FutureTask<>(Objects.requireNonNull(task, "task"), null);
        execute(future, priority);
        return future;
    }

    /**
     * Submits a task that gives a result, with a priority.
     *
     * @param <T> the type of the result
     * @param task what to run, once
     * @param priority from 0 to 255
     * @return its future
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     */
    public <T> Future<T> submit(Callable<T> task, int priority) {
        FutureTask<T> future = new FutureTask<>(Objects.requireNonNull(task, "task"));
        execute(future, priority);
        return future;
    }

    /**
     * This pool for code that knows nothing of priorities: an executor service whose tasks all have the same one. Its
     * life is this pool's: to shut one down is to shut down the other.
     *
     * @param priority from 0 to 255
     * @return a view of this pool
     * @throws IllegalArgumentException if {@code priority} is out of range
     */
    public ExecutorService withPriority(int priority) {
        return new PriorityView(this, Lane.checkPriority(priority));
    }

    /**
     * How often workers have tried to take something from another worker's deque in which they had seen a task.
     *
     * @return the number of attempts since the pool was built; exact once the pool is idle
     */
    public long stealAttempts() {
        long attempts = 0;
        for (Worker worker : crew().workers()) {
            attempts += worker.metrics().stealAttempts();
        }
        return attempts;
    }

    /**
     * How many of the {@linkplain #stealAttempts() attempts} took something, one task or a batch; the others lost a
     * race.
     *
     * @return the number of successful attempts since the pool was built; exact once the pool is idle
     */
    public long successfulSteals() {
        long successes = 0;
        for (Worker worker : crew().workers()) {
            successes += worker.metrics().successfulSteals();
        }
        return successes;
    }

    /**
     * How many tasks each worker has run.
     *
     * @return a new array, one number for each worker; exact once the pool is idle
     */
    public long[] executedPerWorker() {
        Worker[] workers = crew().workers();
        long[] executed = new long[workers.length];
        for (int i = 0; i < workers.length; i++) {
            executed[i] = workers[i].metrics().executed();
        }
        return executed;
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
         * Builds the pool and starts its workers.
         *
         * @return the pool
         * @throws IllegalStateException if the thread factory returns null
         * @throws OutOfMemoryError if a thread cannot be started; those that could are sent home again, as they are
         *     after any other exception of the thread factory
         */
        public WorkStealingPool build() {
            PoolSettings settings = settings();
            WorkStealingPool pool = new WorkStealingPool(settings, new StealingSource(settings.workers(), lifo));
            pool.crew().start();
            return pool;
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
