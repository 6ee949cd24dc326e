package dev.filch.pool;

import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.Measurements;
import dev.filch.internal.scheduler.PoolEvent;
import dev.filch.internal.scheduler.WorkerEvent;
import dev.filch.internal.scheduler.WorkerGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Shows a pool to JMX. Clients read each attribute by itself, so each takes only the measurements that it needs. */
final class PoolBean implements PoolMXBean {

    private static final double NANOS_PER_MILLI = 1e6;

    private final WorkerGroup group;

    PoolBean(WorkerGroup group) {
        this.group = group;
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
    public int getIdleWorkers() {
        return group.idleWorkers();
    }

    @Override
    public double getUtilisation() {
        return DoubleStream.of(getUtilisationPerWorker()).average().orElse(0);
    }

    @Override
    public double[] getUtilisationPerWorker() {
        long[] busyStates = measurements().busyStates();
        long now = measurements().now();
        return LongStream.of(busyStates)
                .mapToDouble(state -> MetricsSnapshot.share(Measurements.busyNanos(state, now), now)).toArray();
    }

    @Override
    public double getBusyMillis() {
        long[] busyStates = measurements().busyStates();
        long now = measurements().now();
        return LongStream.of(busyStates).map(state -> Measurements.busyNanos(state, now)).sum() / NANOS_PER_MILLI;
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
    public int getSpares() {
        return MetricsSnapshot.spares(getThreads(), getWorkers());
    }

    @Override
    public long getSparesStarted() {
        return measurements().events(PoolEvent.SPARE_START);
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
        return millis(PoolMetrics.oldest(group, Lane.values()));
    }

    @Override
    public LaneBean getHigh() {
        return lane(Lane.HIGH);
    }

    @Override
    public LaneBean getNormal() {
        return lane(Lane.NORMAL);
    }

    @Override
    public LaneBean getLow() {
        return lane(Lane.LOW);
    }

    private LaneBean lane(Lane lane) {
        return new LaneNumbers(PoolMetrics.lane(group, lane));
    }

    private static double millis(Optional<Duration> duration) {
        return duration.orElse(Duration.ZERO).toNanos() / NANOS_PER_MILLI;
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

    private LatencyBean queueTime() {
        return new LatencyNumbers(new Latencies(measurements().queueTimes(Lane.values())));
    }

    @Override
    public double getQueueTimeMeanMicros() {
        return queueTime().getMeanMicros();
    }

    @Override
    public double getQueueTimeP50Micros() {
        return queueTime().getP50Micros();
    }

    @Override
    public double getQueueTimeP99Micros() {
        return queueTime().getP99Micros();
    }

    @Override
    public double getQueueTimeP999Micros() {
        return queueTime().getP999Micros();
    }

    @Override
    public double getQueueTimeP9999Micros() {
        return queueTime().getP9999Micros();
    }

    @Override
    public double getQueueTimeMaxMicros() {
        return queueTime().getMaxMicros();
    }

    private LatencyBean runTime() {
        return new LatencyNumbers(new Latencies(measurements().runTimes(Lane.values())));
    }

    @Override
    public double getRunTimeMeanMicros() {
        return runTime().getMeanMicros();
    }

    @Override
    public double getRunTimeP50Micros() {
        return runTime().getP50Micros();
    }

    @Override
    public double getRunTimeP99Micros() {
        return runTime().getP99Micros();
    }

    @Override
    public double getRunTimeP999Micros() {
        return runTime().getP999Micros();
    }

    @Override
    public double getRunTimeP9999Micros() {
        return runTime().getP9999Micros();
    }

    @Override
    public double getRunTimeMaxMicros() {
        return runTime().getMaxMicros();
    }

    @Override
    public long getSearches() {
        return measurements().events(WorkerEvent.SEARCH);
    }

    @Override
    public long getStealAttempts() {
        return LongStream.of(measurements().stealAttemptsPerWorker()).sum();
    }

    @Override
    public long getSuccessfulSteals() {
        return LongStream.of(measurements().successfulStealsPerWorker()).sum();
    }

    @Override
    public double getStealSuccessRate() {
        // In this order, every success is also counted as an attempt.
        long successes = getSuccessfulSteals();
        return MetricsSnapshot.share(successes, getStealAttempts());
    }

    @Override
    public long getBatches() {
        return measurements().events(WorkerEvent.BATCH);
    }

    @Override
    public long getBatchedTasks() {
        return measurements().events(WorkerEvent.BATCHED_TASK);
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

    /** The attributes of a lane at one point in time. */
    private record LaneNumbers(LaneSnapshot lane) implements LaneBean {

        @Override
        public long getSubmitted() {
            return lane.submitted();
        }

        @Override
        public long getQueued() {
            return lane.queued();
        }

        @Override
        public double getOldestMillis() {
            return millis(lane.oldest());
        }

        @Override
        public LatencyBean getQueueTime() {
            return new LatencyNumbers(lane.queueTime());
        }

        @Override
        public LatencyBean getRunTime() {
            return new LatencyNumbers(lane.runTime());
        }
    }

    /** The attributes of a set of durations. */
    private record LatencyNumbers(Latencies times) implements LatencyBean {

        @Override
        public long getCount() {
            return times.count();
        }

        @Override
        public double getMeanMicros() {
            return times.meanMicros();
        }

        @Override
        public double getP50Micros() {
            return times.percentileMicros(50);
        }

        @Override
        public double getP99Micros() {
            return times.percentileMicros(99);
        }

        @Override
        public double getP999Micros() {
            return times.percentileMicros(99.9);
        }

        @Override
        public double getP9999Micros() {
            return times.percentileMicros(99.99);
        }

        @Override
        public double getMaxMicros() {
            return times.maxMicros();
        }
    }
}
