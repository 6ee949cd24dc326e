package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.SharedSource;

/**
 * Workers around one lock-free queue: the simple pool, whose tasks start in the order of their submission. An
 * {@link java.util.concurrent.ExecutorService} as the JDK documents it.
 *
 * <p><b>Order.</b> Tasks are taken first in, first out; with more than one worker they overlap, and may end in any
 * order.
 *
 * <p><b>Waiting inside a task</b> for a future of this pool never blocks the pool; {@link WorkStealingPool} says how. A
 * task that a waiting thread runs starts out of turn.
 *
 * <p><b>Threads</b> are started when there is work for them, and end after a time without work, by default 60 seconds; see
 * {@link PoolBuilder}. Idle threads are parked: they use no processor time.
 *
 * <p><b>Progress.</b> {@code execute} and {@code submit} take no lock and wait for no other thread; they may have to wake a
 * worker, which costs some microseconds in the operating system, or to start a thread. The queue is unbounded.
 *
 * <p><b>Happens-before.</b> What a thread did before it submitted a task happens-before that task's run; what the task
 * did, before the return of its future's {@code get}, of {@link #awaitIdle()} and of {@link #awaitTermination}.
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
     * Creates a pool with a number of workers, and all else as a {@linkplain #builder() builder} has it.
     *
     * @param workers from 1 to 4095
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public SharedQueuePool(int workers) {
        this(builder().workers(workers));
    }

    private SharedQueuePool(Builder builder) {
        super(builder.settings(), new SharedSource());
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
         * @throws OutOfMemoryError if threads are to be started at once, and one cannot be; the others end, as they do
         *     after any other exception of the thread factory
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
