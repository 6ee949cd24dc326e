package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.Measurements;
import dev.filch.internal.scheduler.PoolEvent;
import dev.filch.internal.scheduler.WorkerEvent;
import dev.filch.internal.scheduler.WorkerGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The counts and measurements of a pool. The counts are always on. Each worker writes to its own memory, and queues
 * count what is submitted, so counting causes no contention. {@link TaskTiming} says what times cost.
 */
public final class PoolMetrics {

    private final WorkerGroup group;

    PoolMetrics(WorkerGroup group) {
        this.group = group;
    }

    /**
     * The figures as they are now. Wait-free. Takes some microseconds per worker, and disturbs none of them. Reads up
     * to 512 tasks of each queue, to find the age of the oldest one.
     *
     * <p>A snapshot is exact, except for the rounding of percentiles, if no task is queued or running and no thread is
     * submitting, as after {@code awaitIdle}. Otherwise each figure is read at a different time, so counts, times and
     * shares may differ by the tasks that started or ended meanwhile. Between two snapshots by the same thread no count
     * falls, with one exception: a submission that is refused in the end may have been counted for a moment. A task
     * counts as completed a moment after its {@code Future} is done. A future that was submitted twice counts twice as
     * submitted, but once as completed.
     *
     * @return the figures
     */
    public MetricsSnapshot snapshot() {
        Measurements measurements = group.measurements();
        // In this order, every task counted as completed is also counted as submitted, and every spare as started.
        long sparesStarted = measurements.events(PoolEvent.SPARE_START);
        long failed = measurements.events(WorkerEvent.FAILURE);
        long completed = measurements.executed();
        LaneSnapshot high = lane(Lane.HIGH);
        LaneSnapshot normal = lane(Lane.NORMAL);
        LaneSnapshot low = lane(Lane.LOW);
        long[] busyStates = measurements.busyStates();
        long elapsed = measurements.now();
        return new MetricsSnapshot(Duration.ofNanos(elapsed), high.submitted() + normal.submitted() + low.submitted(),
                completed, failed, measurements.events(PoolEvent.REFUSAL), measurements.events(PoolEvent.DISCARD),
                measurements.events(PoolEvent.CALLER_RUN),
                measurements.events(PoolEvent.EXPIRY), measurements.events(PoolEvent.OVERRUN),
                measurements.events(PoolEvent.WAKE_UP),
                measurements.events(PoolEvent.STARVATION), group.threads(),
                measurements.largestThreads(),
                measurements.events(PoolEvent.THREAD_START), sparesStarted, high, normal, low,
                workers(busyStates, elapsed));
    }

    LaneSnapshot lane(Lane lane) {
        Measurements measurements = group.measurements();
        long oldest = group.oldestSubmission(lane);
        return new LaneSnapshot(group.submitted(lane), group.queued(lane),
                oldest == Long.MAX_VALUE
                        ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, measurements.now() - oldest))),
                new Latencies(measurements.queueTimes(lane)), new Latencies(measurements.runTimes(lane)));
    }

    private List<WorkerSnapshot> workers(long[] busyStates, long now) {
        Measurements measurements = group.measurements();
        long[] executed = measurements.executedPerWorker();
        long[] successfulSteals = measurements.successfulStealsPerWorker();
        long[] stealAttempts = measurements.stealAttemptsPerWorker();
        long[] searches = measurements.eventsPerWorker(WorkerEvent.SEARCH);
        long[] batches = measurements.eventsPerWorker(WorkerEvent.BATCH);
        long[] batchedTasks = measurements.eventsPerWorker(WorkerEvent.BATCHED_TASK);
        long[] parks = measurements.eventsPerWorker(WorkerEvent.PARK);
        long[] useless = measurements.eventsPerWorker(WorkerEvent.USELESS_WAKE_UP);
        List<WorkerSnapshot> workers = new ArrayList<>(executed.length);
        for (int i = 0; i < executed.length; i++) {
            Duration busy = Duration.ofNanos(Math.max(0, Measurements.busyNanos(busyStates[i], now)));
            workers.add(new WorkerSnapshot(executed[i], stealAttempts[i], successfulSteals[i], searches[i], batches[i],
                    batchedTasks[i], parks[i], useless[i], busy));
        }
        return workers;
    }
}
