package dev.filch.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The metrics of one lane at one point in time, or their change between two points. Immutable.
 *
 * @param submitted the number of tasks that were put into queues
 * @param queued the number of entries in the queues. An entry counts until a worker reaches it, even if its task was
 *     cancelled or a waiting task has run it
 * @param oldest the time that the oldest timed task in the queues has waited, including the queues of single workers. A
 *     task that was cancelled, or that a waiting task has started, does not count. Empty if none of the first 512 tasks
 *     of any queue is timed. The oldest of all tasks has waited at least as long: with {@link TaskTiming#EVERY_TASK}
 *     just as long, unless a worker is moving it to another queue. With {@link TaskTiming#SAMPLED}, some 64 older tasks
 *     may stand before the timed one in its queue, and a short queue may have no timed one
 * @param queueTime the times that timed tasks waited from submission to start. Only tasks that workers have taken from
 *     a queue count, not those that were started for a task that waits for them
 * @param runTime the times that timed tasks ran
 */
public record LaneSnapshot(
        long submitted, long queued, Optional<Duration> oldest, Latencies queueTime, Latencies runTime) {

    /**
     * Creates a snapshot.
     *
     * @param submitted the number of tasks that were put into queues
     * @param queued the number of entries in the queues
     * @param oldest the time that the oldest timed task has waited
     * @param queueTime the times that tasks waited
     * @param runTime the times that tasks ran
     * @throws NullPointerException if a component is null
     */
    public LaneSnapshot {
        Objects.requireNonNull(oldest, "oldest");
        Objects.requireNonNull(queueTime, "queueTime");
        Objects.requireNonNull(runTime, "runTime");
    }

    LaneSnapshot since(LaneSnapshot earlier) {
        return new LaneSnapshot(submitted - earlier.submitted, queued, oldest, queueTime.since(earlier.queueTime),
                runTime.since(earlier.runTime));
    }
}
