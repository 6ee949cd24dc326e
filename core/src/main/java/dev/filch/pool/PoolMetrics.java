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
import java.util.stream.Stream;

/**
 * The counts and measurements of a pool. The counts are always kept. Each worker writes to its own memory, and the
 * queues count the submitted tasks, so counting causes no contention. {@link TaskTiming} says what timing costs.
 *
 * <p><b>As gauges.</b> This class registers every number of a pool with Micrometer, by
 * {@code new PoolMeters(pool.metrics(), registry, Tags.of("pool", "name")).bind()}. Numbers that only grow become
 * counters. The meters share a snapshot for a second, so a scrape, which reads them all, takes one snapshot. The
 * registry refers to the pool weakly: the meters do not keep it alive, and the gauges read NaN once it has been
 * collected.
 * <pre>{@code
 * record PoolMeters(PoolMetrics metrics, MeterRegistry registry, Tags tags, LastSnapshot last) {
 *
 *     static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 99.99);
 *
 *     PoolMeters(PoolMetrics metrics, MeterRegistry registry, Tags tags) {
 *         this(metrics, registry, tags, new LastSnapshot(registry.config().clock()));
 *     }
 *
 *     void bind() {
 *         count("submitted", tags, MetricsSnapshot::submitted);
 *         count("completed", tags, MetricsSnapshot::completed);
 *         count("failed", tags, MetricsSnapshot::failed);
 *         count("refused", tags, MetricsSnapshot::refused);
 *         count("discarded", tags, MetricsSnapshot::discarded);
 *         count("ran.by.caller", tags, MetricsSnapshot::ranByCaller);
 *         count("expired", tags, MetricsSnapshot::expired);
 *         count("overran", tags, MetricsSnapshot::overran);
 *         count("wake.ups", tags, MetricsSnapshot::wakeUps);
 *         count("starvations", tags, MetricsSnapshot::starvations);
 *         count("threads.started", tags, MetricsSnapshot::threadsStarted);
 *         count("spares.started", tags, MetricsSnapshot::sparesStarted);
 *         level("active.workers", tags, MetricsSnapshot::activeWorkers);
 *         level("idle.workers", tags, MetricsSnapshot::idleWorkers);
 *         level("threads", tags, MetricsSnapshot::threads);
 *         level("largest.threads", tags, MetricsSnapshot::largestThreads);
 *         level("spares", tags, MetricsSnapshot::spares);
 *         level("queued", tags, MetricsSnapshot::queued);
 *         level("tasks.per.second", tags, MetricsSnapshot::tasksPerSecond);
 *         level("mean.utilisation", tags, MetricsSnapshot::meanUtilisation);
 *         level("steal.success.rate", tags, MetricsSnapshot::stealSuccessRate);
 *         time("elapsed", tags, MetricsSnapshot::elapsed);
 *         latencies("queue.time", tags, MetricsSnapshot::queueTime);
 *         latencies("run.time", tags, MetricsSnapshot::runTime);
 *         bindLane("high", MetricsSnapshot::high);
 *         bindLane("normal", MetricsSnapshot::normal);
 *         bindLane("low", MetricsSnapshot::low);
 *         IntStream.range(0, metrics.snapshot().workers().size()).forEach(this::bindWorker);
 *     }
 *
 *     private void bindLane(String name, Function<MetricsSnapshot, LaneSnapshot> lane) {
 *         Tags ofLane = tags.and("lane", name);
 *         count("lane.submitted", ofLane, all -> lane.apply(all).submitted());
 *         level("lane.queued", ofLane, all -> lane.apply(all).queued());
 *         time("lane.oldest", ofLane, all -> lane.apply(all).oldest().orElse(Duration.ZERO));
 *         latencies("lane.queue.time", ofLane, all -> lane.apply(all).queueTime());
 *         latencies("lane.run.time", ofLane, all -> lane.apply(all).runTime());
 *     }
 *
 *     private void bindWorker(int index) {
 *         Tags ofWorker = tags.and("worker", String.valueOf(index));
 *         Function<MetricsSnapshot, WorkerSnapshot> worker = all -> all.workers().get(index);
 *         count("worker.executed", ofWorker, all -> worker.apply(all).executed());
 *         count("worker.steal.attempts", ofWorker, all -> worker.apply(all).stealAttempts());
 *         count("worker.successful.steals", ofWorker, all -> worker.apply(all).successfulSteals());
 *         count("worker.searches", ofWorker, all -> worker.apply(all).searches());
 *         count("worker.batches", ofWorker, all -> worker.apply(all).batches());
 *         count("worker.batched.tasks", ofWorker, all -> worker.apply(all).batchedTasks());
 *         count("worker.parks", ofWorker, all -> worker.apply(all).parks());
 *         count("worker.useless.wake.ups", ofWorker, all -> worker.apply(all).uselessWakeUps());
 *         time("worker.busy", ofWorker, all -> worker.apply(all).busy());
 *         level("utilisation", ofWorker, all -> all.utilisation().get(index));
 *     }
 *
 *     private void latencies(String name, Tags withTags, Function<MetricsSnapshot, Latencies> times) {
 *         count(name + ".count", withTags, all -> times.apply(all).count());
 *         micros(name + ".mean", withTags, all -> times.apply(all).meanMicros());
 *         micros(name + ".max", withTags, all -> times.apply(all).maxMicros());
 *         for (double percent : PERCENTILES) {
 *             micros(name + ".percentile", withTags.and("percent", String.valueOf(percent)),
 *                     all -> times.apply(all).percentileMicros(percent));
 *         }
 *     }
 *
 *     private void time(String name, Tags withTags, Function<MetricsSnapshot, Duration> time) {
 *         micros(name, withTags, all -> time.apply(all).toNanos() / 1e3);
 *     }
 *
 *     private void micros(String name, Tags withTags, ToDoubleFunction<MetricsSnapshot> number) {
 *         TimeGauge.builder("filch.pool." + name, metrics, TimeUnit.MICROSECONDS, last.get(number)).tags(withTags)
 *                 .register(registry);
 *     }
 *
 *     private void level(String name, Tags withTags, ToDoubleFunction<MetricsSnapshot> number) {
 *         Gauge.builder("filch.pool." + name, metrics, last.get(number)).tags(withTags).register(registry);
 *     }
 *
 *     private void count(String name, Tags withTags, ToDoubleFunction<MetricsSnapshot> number) {
 *         FunctionCounter.builder("filch.pool." + name, metrics, last.get(number)).tags(withTags).register(registry);
 *     }
 *
 *     // The snapshot that the meters share for a second. Does not refer to the pool.
 *     static final class LastSnapshot {
 *
 *         private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(1);
 *
 *         private final Clock clock;
 *         private MetricsSnapshot snapshot;
 *         private long takenAt;
 *
 *         LastSnapshot(Clock clock) {
 *             this.clock = clock;
 *         }
 *
 *         ToDoubleFunction<PoolMetrics> get(ToDoubleFunction<MetricsSnapshot> number) {
 *             return metrics -> number.applyAsDouble(snapshotOf(metrics));
 *         }
 *
 *         private synchronized MetricsSnapshot snapshotOf(PoolMetrics metrics) {
 *             long now = clock.monotonicTime();
 *             if (snapshot == null || now - takenAt >= MAX_AGE) {
 *                 snapshot = metrics.snapshot();
 *                 takenAt = now;
 *             }
 *             return snapshot;
 *         }
 *     }
 * }
 * }</pre>
 */
public final class PoolMetrics {

    private final WorkerGroup group;

    PoolMetrics(WorkerGroup group) {
        this.group = group;
    }

    /**
     * Takes a snapshot of the metrics. Takes a few microseconds per worker, and disturbs no worker. Reads up to 512
     * tasks of each queue, to find the age of the oldest one. Lock-free: it reads a task again only if a worker has
     * just moved it to another buffer.
     *
     * <p>If no task is queued or running and no thread is submitting, as after {@code awaitIdle}, a snapshot is exact,
     * except for the rounding of percentiles. Otherwise each value is read at a different time, so counts, times and
     * shares may differ by the tasks that started or ended meanwhile. No count decreases between two snapshots that one
     * thread takes, with one exception: a submission may be counted briefly before it is refused. A task counts as
     * completed a moment after its {@code Future} is done. A future that was submitted twice counts twice as submitted,
     * but once as completed.
     *
     * @return a new snapshot
     */
    public MetricsSnapshot snapshot() {
        Measurements measurements = group.measurements();
        // In this order, every task counted as completed is also counted as submitted, and every spare as started.
        long sparesStarted = measurements.events(PoolEvent.SPARE_START);
        long failed = measurements.events(WorkerEvent.FAILURE);
        long completed = measurements.executed();
        LaneSnapshot high = lane(group, Lane.HIGH);
        LaneSnapshot normal = lane(group, Lane.NORMAL);
        LaneSnapshot low = lane(group, Lane.LOW);
        long[] busyStates = measurements.busyStates();
        long elapsed = measurements.now();
        return new MetricsSnapshot(Duration.ofNanos(elapsed), high.submitted() + normal.submitted() + low.submitted(),
                completed, failed, measurements.events(PoolEvent.REFUSAL), measurements.events(PoolEvent.DISCARD),
                measurements.events(PoolEvent.CALLER_RUN),
                measurements.events(PoolEvent.EXPIRY), measurements.events(PoolEvent.OVERRUN),
                measurements.events(PoolEvent.WAKE_UP),
                measurements.events(PoolEvent.STARVATION), group.activeWorkers(), group.threads(),
                measurements.largestThreads(),
                measurements.events(PoolEvent.THREAD_START), sparesStarted, high, normal, low,
                workers(busyStates, elapsed));
    }

    static LaneSnapshot lane(WorkerGroup group, Lane lane) {
        Measurements measurements = group.measurements();
        return new LaneSnapshot(group.submitted(lane), group.queued(lane), oldest(group, lane),
                new Latencies(measurements.queueTimes(lane)), new Latencies(measurements.runTimes(lane)));
    }

    /** As {@link LaneSnapshot#oldest}, for several lanes. */
    static Optional<Duration> oldest(WorkerGroup group, Lane... lanes) {
        long oldest = Stream.of(lanes).mapToLong(group::oldestSubmission).min().orElseThrow();
        return oldest == Long.MAX_VALUE ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, group.measurements().now() - oldest)));
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
            Duration busy = Duration.ofNanos(Measurements.busyNanos(busyStates[i], now));
            workers.add(new WorkerSnapshot(executed[i], stealAttempts[i], successfulSteals[i], searches[i], batches[i],
                    batchedTasks[i], parks[i], useless[i], busy));
        }
        return workers;
    }
}
