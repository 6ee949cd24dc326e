package dev.filch.pool;

import dev.filch.internal.scheduler.QueueBound;
import java.time.Duration;
import java.util.Objects;

/**
 * What a pool does with a task that is submitted while as many tasks are queued as its
 * {@linkplain PoolBuilder#queueCapacity capacity} allows. Once the pool has been shut down, every policy refuses tasks
 * with a {@link java.util.concurrent.RejectedExecutionException}.
 */
public final class FullQueuePolicy {

    private static final FullQueuePolicy ABORT = new FullQueuePolicy(QueueBound.Policy.ABORT, 0);
    private static final FullQueuePolicy CALLER_RUNS = new FullQueuePolicy(QueueBound.Policy.CALLER_RUNS, 0);
    private static final FullQueuePolicy DISCARD = new FullQueuePolicy(QueueBound.Policy.DISCARD, 0);
    private static final FullQueuePolicy DISCARD_OLDEST = new FullQueuePolicy(QueueBound.Policy.DISCARD_OLDEST, 0);

    private final QueueBound.Policy policy;
    private final long patienceNanos;

    private FullQueuePolicy(QueueBound.Policy policy, long patienceNanos) {
        this.policy = policy;
        this.patienceNanos = patienceNanos;
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
     * The thread that submits the task runs it, before the submission returns. So submitters slow down while the pool
     * is busy. What a task given to {@code execute} throws, the submission throws.
     *
     * @return the policy
     */
    public static FullQueuePolicy callerRuns() {
        return CALLER_RUNS;
    }

    /**
     * The task is dropped, and its future is cancelled.
     *
     * @return the policy
     */
    public static FullQueuePolicy discard() {
        return DISCARD;
    }

    /**
     * The oldest task in a queue of the lowest lane that has one is dropped, and its future is cancelled; then the new
     * task is queued. A pool has several queues in each lane, so the dropped task need not be the oldest of all. If
     * several threads submit at the same time, one of them may drop two tasks and another none. The submission may wait
     * for submissions under way, but not for a task. A queued task that was cancelled or has missed its deadline makes
     * room like any other; it does not count as discarded, and its future stays as it is.
     *
     * @return the policy
     */
    public static FullQueuePolicy discardOldest() {
        return DISCARD_OLDEST;
    }

    /**
     * The thread that submits the task waits until fewer tasks are queued. Inside a task of the same pool, the thread
     * runs the task instead, as by {@link #callerRuns}: if all workers waited, nothing would move. The submission
     * throws a {@link java.util.concurrent.RejectedExecutionException} if the time is over, if the pool is shut down,
     * or if the thread is interrupted; in the last case the thread stays interrupted. If the task has a
     * {@linkplain WorkerPool#submitWithin deadline of its own} that passes first, the submission returns, and the
     * future has failed. There is no order among threads that wait.
     *
     * @param patience how long to wait at most; zero or negative means not at all
     * @return the policy
     */
    public static FullQueuePolicy block(Duration patience) {
        Objects.requireNonNull(patience, "patience");
        return new FullQueuePolicy(QueueBound.Policy.BLOCK, PoolBuilder.nanosOf(patience));
    }

    QueueBound bound(int capacity) {
        return new QueueBound(capacity, policy, patienceNanos);
    }

    /**
     * The name of the policy.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        boolean blocks = policy == QueueBound.Policy.BLOCK;
        return blocks ? policy + " for " + Duration.ofNanos(patienceNanos) : policy.toString();
    }
}
