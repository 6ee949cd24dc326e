package dev.filch.pool;

/**
 * Workers around one lock-free queue: the simple pool, whose tasks start in the order of their submission. An
 * {@link java.util.concurrent.ExecutorService} as the JDK documents it.
 *
 * <p><b>Order.</b> Tasks are taken first in, first out; with more than one worker they overlap, and may end in any
 * order.
 *
 * <p><b>Waiting inside a task</b> for another task of the same pool, by its future or otherwise, occupies the worker:
 * it does not help meanwhile, and no other worker takes its place. If all workers wait like this, nobody is left to run
 * what they wait for. {@link #awaitIdle()} and {@link #close} see it and throw.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for nobody; they may have to wake a
 * worker, which costs some microseconds in the operating system, if all are asleep. The queue is unbounded.
 *
 * <p><b>Happens-before.</b> What a thread did before it submitted a task happens-before that task's run; what the task
 * did, before the return of its future's {@code get}, of {@link #awaitIdle()} and of {@link #awaitTermination}.
 *
 * <p><b>Idle workers</b> are parked: they use no CPU, and there are no timers.
 *
 * <p>A task that throws never ends a worker; see {@link PoolBuilder#uncaughtExceptionHandler}.
 *
 * <pre>{@code
 * try (SharedQueuePool pool = new SharedQueuePool(4)) {
 *     pool.execute(() -> System.out.println("hello"));
 * }
 * }</pre>
 */
public final class SharedQueuePool extends WorkerPool {

    private final SharedSource source;

    /**
     * Starts a pool with some workers and all else as a {@linkplain #builder() builder} has it.
     *
     * @param workers from 1 to 4095
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public SharedQueuePool(int workers) {
        this(builder().workers(workers).settings(), new SharedSource());
        crew().start();
    }

    private SharedQueuePool(PoolSettings settings, SharedSource source) {
        super(settings, source);
        this.source = source;
    }

    /**
     * Starts with as many workers as there are processors.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a task, from any thread.
     *
     * @param task what to run, once
     * @throws NullPointerException if {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down
     * @throws OutOfMemoryError if the queue cannot grow; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        executeAt(Lane.DEFAULT_PRIORITY, task);
    }

    @Override
    boolean enqueue(Runnable task, int priority) {
        return source.offer(task);
    }

    /** Settings of a {@link SharedQueuePool}. */
    public static final class Builder extends PoolBuilder<Builder> {

        private Builder() {
            super("SharedQueuePool");
        }

        /**
         * Builds the pool and starts its workers.
         *
         * @return the pool
         * @throws IllegalStateException if the thread factory returns null
         * @throws OutOfMemoryError if a thread cannot be started; those that could are sent home again, as they are
         *     after any other exception of the thread factory
         */
        public SharedQueuePool build() {
            SharedQueuePool pool = new SharedQueuePool(settings(), new SharedSource());
            pool.crew().start();
            return pool;
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
