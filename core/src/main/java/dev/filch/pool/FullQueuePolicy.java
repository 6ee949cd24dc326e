package dev.filch.pool;

import dev.filch.internal.scheduler.QueueBound;
import java.time.Duration;
import java.util.Objects;

/**
 * What a pool does with a task that finds the queues full, that is, with as many tasks queued as the pool's
 * {@linkplain PoolBuilder#queueCapacity capacity} allows. After the pool has been shut down, a submission throws a
 * {@link java.util.concurrent.RejectedExecutionException}, whatever the policy.
 */
public final class FullQueuePolicy {

    private static final FullQueuePolicy ABORT = new FullQueuePolicy(QueueBound.Policy.ABORT, 0);
    private static final FullQueuePolicy CALLER_RUNS = new FullQueuePolicy(QueueBound.Policy.CALLER_RUNS, 0);
    private static final FullQueuePolicy DISCARD = new FullQueuePolicy(QueueBound.Policy.DISCARD, 0);
    private static final FullQueuePolicy DISCARD_OLDEST = new FullQueuePolicy(QueueBound.Policy.DISCARD_OLDEST, 0);

    private final QueueBound.Policy policy;
    private final long timeoutNanos;

    private FullQueuePolicy(QueueBound.Policy policy, long timeoutNanos) {
        this.policy = policy;
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * The submission throws a {@link java.util.concurrent.RejectedExecutionException}. This is the default.
     *
     * @return the policy
     */
    public static FullQueuePolicy abort() {
        return ABORT;
    }

    /**
     * The submitting thread runs the task before the submission returns. This slows submitters down while the pool is
     * busy. If the task was given to {@code execute} and throws, the submission throws the same exception.
     *
     * <p>If the task itself submits tasks, the thread may run these too, nested in the first one. Nothing limits the
     * depth: tasks that keep submitting tasks may overflow the thread's stack. The bound of the queues holds all the
     * same.
     *
     * <p>If the submitting thread is in a task of a Filch pool, interrupts of either task do not reach the other: those
     * of the submitting task are delivered after the new one, and those of the new task end with it. In any other
     * thread, the new task finds an interrupt of the thread, and leaves its own behind unless it clears it.
     *
     * @return the policy
     */
    public static FullQueuePolicy callerRuns() {
        return CALLER_RUNS;
    }

    /**
     * The task is dropped, and its future is cancelled.
     *
     * <p>A {@link java.util.concurrent.CompletableFuture} whose task is dropped never completes, because the pool does
     * not know it. Do not run the tasks of {@code CompletableFuture.supplyAsync} and similar methods in a pool that
     * drops tasks, or limit each wait with {@code orTimeout}.
     *
     * @return the policy
     */
    public static FullQueuePolicy discard() {
        return DISCARD;
    }

    /**
     * A queued task is dropped, and its future is cancelled; then the new task is queued. The dropped task is the
     * oldest in one of the queues of the lowest lane that has tasks. Because a lane has several queues, the dropped
     * task need not be the oldest of all. If several threads submit at the same time, one of them may drop two tasks
     * and another one none. A queued task that was cancelled or has missed its deadline makes room like any other, but
     * it does not count as discarded, and its future does not change. The submission may wait for other submissions
     * under way, but not for a task.
     *
     * <p>A {@link java.util.concurrent.CompletableFuture} whose task is dropped never completes: see {@link #discard}.
     *
     * @return the policy
     */
    public static FullQueuePolicy discardOldest() {
        return DISCARD_OLDEST;
    }

    /**
     * The submitting thread waits for room. Parks. Threads that wait are served in no particular order.
     *
     * <p>Inside a task of the same pool, the thread does not wait but runs the new task, as with {@link #callerRuns}.
     * Otherwise all workers could wait, and the pool would make no progress. As there, tasks that keep submitting tasks
     * may overflow the thread's stack.
     *
     * <p>The submission throws a {@link java.util.concurrent.RejectedExecutionException} if the timeout expires, if the
     * pool is shut down, or if the thread is interrupted. In the last case, the thread's interrupted status stays set.
     * If the task has a {@linkplain WorkerPool#submitWithin deadline} that passes first, the submission returns, and
     * the future has failed.
     *
     * @param timeout the maximum time to wait; zero or negative means not to wait
     * @return the policy
     * @throws NullPointerException if {@code timeout} is null
     */
    public static FullQueuePolicy block(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return new FullQueuePolicy(QueueBound.Policy.BLOCK, Math.max(0, PoolBuilder.nanosOf(timeout)));
    }

    QueueBound bound(int capacity) {
        return new QueueBound(capacity, policy, timeoutNanos);
    }

    /**
     * Returns the name of the policy and, for {@link #block}, the timeout.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        boolean blocks = policy == QueueBound.Policy.BLOCK;
        return blocks ? policy + " for " + Duration.ofNanos(timeoutNanos) : policy.toString();
    }
}
