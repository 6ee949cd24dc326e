package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.Measurements;
import dev.filch.internal.scheduler.PoolEvent;
import dev.filch.internal.scheduler.WorkerEvent;
import dev.filch.internal.scheduler.WorkerGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows a pool to JMX. */
final class PoolBean implements PoolMXBean {

    private static final double NANOS_PER_MILLI = 1e6;

    private final WorkerGroup group;
    private final PoolMetrics metrics;

    PoolBean(WorkerGroup group, PoolMetrics metrics) {
        this.group = group;
        this.metrics = metrics;
    }

    private Measurements measurements() {
        return group.measurements();
    }

    @Override
    public String getName() {
        return group.settings().name();
    }

    @Override
    public int getWorkers() {
        return group.settings().workers();
    }

    @Override
    public int getActiveWorkers() {
        return group.activeWorkers();
    }

    @Override
    public int getThreads() {
        return group.threads();
    }

    @Override
    public int getLargestThreads() {
        return measurements().largestThreads();
    }

    @Override
    public long getThreadsStarted() {
        return measurements().events(PoolEvent.THREAD_START);
    }

    @Override
    public int getQueuedTasks() {
        return group.queuedTasks();
    }

    @Override
    public long getQueuedHigh() {
        return group.queued(Lane.HIGH);
    }

    @Override
    public long getQueuedNormal() {
        return group.queued(Lane.NORMAL);
    }

    @Override
    public long getQueuedLow() {
        return group.queued(Lane.LOW);
    }

    @Override
    public double getOldestQueuedMillis() {
        MetricsSnapshot now = metrics.snapshot();
        return Stream.of(now.high(), now.normal(), now.low()).map(LaneSnapshot::oldest).flatMap(Optional::stream)
                .mapToLong(Duration::toNanos).max().orElse(0) / NANOS_PER_MILLI;
    }

    @Override
    public long getSubmittedTasks() {
        return group.submitted(Lane.HIGH) + group.submitted(Lane.NORMAL) + group.submitted(Lane.LOW);
    }

    @Override
    public long getCompletedTasks() {
        return measurements().executed();
    }

    @Override
    public long getFailedTasks() {
        return measurements().events(WorkerEvent.FAILURE);
    }

    @Override
    public long getRefusedTasks() {
        return measurements().events(PoolEvent.REFUSAL);
    }

    @Override
    public long getDiscardedTasks() {
        return measurements().events(PoolEvent.DISCARD);
    }

    @Override
    public long getTasksRunByCallers() {
        return measurements().events(PoolEvent.CALLER_RUN);
    }

    @Override
    public long getExpiredTasks() {
        return measurements().events(PoolEvent.EXPIRY);
    }

    @Override
    public long getOverrunTasks() {
        return measurements().events(PoolEvent.OVERRUN);
    }

    @Override
    public long getStarvations() {
        return measurements().events(PoolEvent.STARVATION);
    }

    @Override
    public double getQueueTimeP50Micros() {
        return metrics.snapshot().queueTime().percentileMicros(50);
    }

    @Override
    public double getQueueTimeP99Micros() {
        return metrics.snapshot().queueTime().percentileMicros(99);
    }

    @Override
    public double getQueueTimeMaxMicros() {
        return metrics.snapshot().queueTime().maxMicros();
    }

    @Override
    public double getRunTimeP50Micros() {
        return metrics.snapshot().runTime().percentileMicros(50);
    }

    @Override
    public double getRunTimeP99Micros() {
        return metrics.snapshot().runTime().percentileMicros(99);
    }

    @Override
    public double getRunTimeMaxMicros() {
        return metrics.snapshot().runTime().maxMicros();
    }

    @Override
    public long getSearches() {
        return measurements().events(WorkerEvent.SEARCH);
    }

    @Override
    public long getParks() {
        return measurements().events(WorkerEvent.PARK);
    }

    @Override
    public long getWakeUps() {
        return measurements().events(PoolEvent.WAKE_UP);
    }

    @Override
    public long getUselessWakeUps() {
        return measurements().events(WorkerEvent.USELESS_WAKE_UP);
    }

    @Override
    public String dump() {
        return group.dump();
    }
}
