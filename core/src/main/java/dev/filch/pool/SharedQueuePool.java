package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.SharedSource;

/**
 * The simple pool: its workers share one lock-free queue, and tasks start in the order of submission. An
 * {@link java.util.concurrent.ExecutorService} as the JDK documents it.
 *
 * <p><b>Order.</b> Tasks are taken first in, first out. With more than one worker they overlap, and may end in any
 * order.
 *
 * <p><b>Waiting inside a task</b> for a future of this pool needs no free worker; {@link WorkStealingPool} explains
 * why. A task that a waiting thread runs starts out of order.
 *
 * <p><b>Threads</b> are started when there is work for them, and end after some time without work, by default 60
 * seconds; see {@link PoolBuilder}. Idle threads are parked: they use no processor time.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for no other thread. They may have to
 * wake a worker, which costs some microseconds in the operating system, or to start a thread. The queue is unbounded,
 * unless the builder sets a {@linkplain PoolBuilder#queueCapacity capacity}.
 *
 * <p><b>Happens-before.</b> A thread's actions before it submits a task happen-before the task's run. The task's
 * actions happen-before the return of its future's {@code get}, of {@link #awaitIdle()} and of
 * {@link #awaitTermination}.
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

    /**
     * Creates a pool with this many workers, and the defaults of a {@linkplain #builder() builder} for everything else.
     *
     * @param workers from 1 to 4095
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public SharedQueuePool(int workers) {
        this(builder().workers(workers));
    }

    private SharedQueuePool(Builder builder) {
        super(builder, builder.settings(), new SharedSource());
    }

    /**
     * Creates a builder; its default is as many workers as there are processors.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a task, from any thread.
     *
     * <p>If the stack of the calling thread overflows in this method, the task may or may not run. It may have been
     * queued without a worker being woken; then it waits, at most until the next submission, {@link #shutdown} or
     * {@link #awaitIdle()} wakes one.
     *
     * @param task what to run, once
     * @throws NullPointerException if {@code task} is null
     * @throws java.util.concurrent.RejectedExecutionException if the pool has been shut down, or if the queues
     *     are full and the policy refuses the task
     * @throws OutOfMemoryError if the queue cannot grow; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        executeIn(Lane.NORMAL, task);
    }

    /** Settings of a {@link SharedQueuePool}. */
    public static final class Builder extends PoolBuilder<Builder> {

        private Builder() {
            super("SharedQueuePool");
        }

        /**
         * Builds the pool.
         *
         * @return the pool
         * @throws IllegalStateException if threads are to be started at once, and the thread factory returns null
         * @throws OutOfMemoryError if threads are to be started at once and one cannot be started; the others then end,
         *     as they do after any other exception of the thread factory
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
