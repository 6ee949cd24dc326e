package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.SharedSource;

/**
 * A pool whose workers share one lock-free queue, so that tasks start in the order of their submission. An
 * {@link java.util.concurrent.ExecutorService} as the JDK specifies it.
 *
 * <pre>{@code
 * try (SharedQueuePool pool = new SharedQueuePool(4)) {
 *     pool.execute(() -> System.out.println("hello"));
 * }
 * }</pre>
 *
 * <p><b>Order.</b> Tasks are taken first in, first out. With more than one worker they overlap, and may end in any
 * order.
 *
 * <p><b>Waiting inside a task</b> for a future of this pool needs no free worker; see {@link WorkStealingPool}. A task
 * that a waiting thread runs starts out of order.
 *
 * <p><b>Threads</b> are started when there is work for them, and end after some time without work, by default 60
 * seconds; see {@link PoolBuilder}. Idle threads are parked, and use no processor time.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for no other thread. They may have to
 * wake a worker, which costs some microseconds in the operating system, or to start a thread. The queue is unbounded,
 * unless the builder sets a {@linkplain PoolBuilder#queueCapacity capacity}. A submission that finds the queue full
 * does what the {@link FullQueuePolicy} says.
 *
 * <p><b>Happens-before.</b> Actions in a thread before it submits a task happen-before the task runs. The actions of
 * the task happen-before its future's {@code get}, {@link #awaitIdle()} and {@link #awaitTermination} return.
 *
 * <p>A task that throws never ends a worker; see {@link PoolBuilder#uncaughtExceptionHandler}.
 */
public final class SharedQueuePool extends WorkerPool {

    /**
     * Creates a pool with this number of workers, and the {@linkplain #builder() builder's} defaults for everything
     * else.
     *
     * @param workers the number of workers, from 1 to 4095
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public SharedQueuePool(int workers) {
        this(builder().workers(workers));
    }

    private SharedQueuePool(Builder builder) {
        super(builder, builder.settings(), new SharedSource());
    }

    /**
     * Returns a new builder. By default, a pool has as many workers as there are processors.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a task; may be called from any thread.
     *
     * <p>If this thread's stack overflows in this method, the task may or may not run. The task may have been queued
     * without a worker being woken. It then waits at most until the next submission, {@link #shutdown} or
     * {@link #awaitIdle()} wakes a worker.
     *
     * @param task the task, which runs once
     * @throws NullPointerException if {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queue is full
     *     and the policy refuses the task
     * @throws OutOfMemoryError if the queue cannot grow; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        executeIn(Lane.NORMAL, task);
    }

    /** The settings of a {@link SharedQueuePool}. */
    public static final class Builder extends PoolBuilder<Builder> {

        private Builder() {
            super("SharedQueuePool");
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
        public SharedQueuePool build() {
            return new SharedQueuePool(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
