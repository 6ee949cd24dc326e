package dev.filch.bench.clients;

import dev.filch.pool.LaneSnapshot;
import dev.filch.pool.Latencies;
import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.PoolMetrics;
import dev.filch.pool.WorkerSnapshot;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The recipe for Micrometer: the javadoc of {@code PoolMetrics} shows the code below as it stands. */
record PoolMeters(PoolMetrics metrics, MeterRegistry registry, Tags tags, LastSnapshot last) {

    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 99.99);

    PoolMeters(PoolMetrics metrics, MeterRegistry registry, Tags tags) {
        this(metrics, registry, tags, new LastSnapshot(registry.config().clock()));
    }

    void bind() {
        count("submitted", tags, MetricsSnapshot::submitted);
        count("completed", tags, MetricsSnapshot::completed);
        count("failed", tags, MetricsSnapshot::failed);
        count("refused", tags, MetricsSnapshot::refused);
        count("discarded", tags, MetricsSnapshot::discarded);
        count("ran.by.caller", tags, MetricsSnapshot::ranByCaller);
        count("expired", tags, MetricsSnapshot::expired);
        count("overran", tags, MetricsSnapshot::overran);
        count("wake.ups", tags, MetricsSnapshot::wakeUps);
        count("starvations", tags, MetricsSnapshot::starvations);
        count("threads.started", tags, MetricsSnapshot::threadsStarted);
        count("spares.started", tags, MetricsSnapshot::sparesStarted);
        level("active.workers", tags, MetricsSnapshot::activeWorkers);
        level("idle.workers", tags, MetricsSnapshot::idleWorkers);
        level("threads", tags, MetricsSnapshot::threads);
        level("largest.threads", tags, MetricsSnapshot::largestThreads);
        level("spares", tags, MetricsSnapshot::spares);
        level("queued", tags, MetricsSnapshot::queued);
        level("tasks.per.second", tags, MetricsSnapshot::tasksPerSecond);
        level("mean.utilisation", tags, MetricsSnapshot::meanUtilisation);
        level("steal.success.rate", tags, MetricsSnapshot::stealSuccessRate);
        time("elapsed", tags, MetricsSnapshot::elapsed);
        latencies("queue.time", tags, MetricsSnapshot::queueTime);
        latencies("run.time", tags, MetricsSnapshot::runTime);
        bindLane("high", MetricsSnapshot::high);
        bindLane("normal", MetricsSnapshot::normal);
        bindLane("low", MetricsSnapshot::low);
        IntStream.range(0, metrics.snapshot().workers().size()).forEach(this::bindWorker);
    }

    private void bindLane(String name, Function<MetricsSnapshot, LaneSnapshot> lane) {
        Tags ofLane = tags.and("lane", name);
        count("lane.submitted", ofLane, all -> lane.apply(all).submitted());
        level("lane.queued", ofLane, all -> lane.apply(all).queued());
        time("lane.oldest", ofLane, all -> lane.apply(all).oldest().orElse(Duration.ZERO));
        latencies("lane.queue.time", ofLane, all -> lane.apply(all).queueTime());
        latencies("lane.run.time", ofLane, all -> lane.apply(all).runTime());
    }

    private void bindWorker(int index) {
        Tags ofWorker = tags.and("worker", String.valueOf(index));
        Function<MetricsSnapshot, WorkerSnapshot> worker = all -> all.workers().get(index);
        count("worker.executed", ofWorker, all -> worker.apply(all).executed());
        count("worker.steal.attempts", ofWorker, all -> worker.apply(all).stealAttempts());
        count("worker.successful.steals", ofWorker, all -> worker.apply(all).successfulSteals());
        count("worker.searches", ofWorker, all -> worker.apply(all).searches());
        count("worker.batches", ofWorker, all -> worker.apply(all).batches());
        count("worker.batched.tasks", ofWorker, all -> worker.apply(all).batchedTasks());
        count("worker.parks", ofWorker, all -> worker.apply(all).parks());
        count("worker.useless.wake.ups", ofWorker, all -> worker.apply(all).uselessWakeUps());
        time("worker.busy", ofWorker, all -> worker.apply(all).busy());
        level("utilisation", ofWorker, all -> all.utilisation().get(index));
    }

    private void latencies(String name, Tags withTags, Function<MetricsSnapshot, Latencies> times) {
        count(name + ".count", withTags, all -> times.apply(all).count());
        micros(name + ".mean", withTags, all -> times.apply(all).meanMicros());
        micros(name + ".max", withTags, all -> times.apply(all).maxMicros());
        for (double percent : PERCENTILES) {
            micros(name + ".percentile", withTags.and("percent", String.valueOf(percent)),
                    all -> times.apply(all).percentileMicros(percent));
        }
    }

    private void time(String name, Tags withTags, Function<MetricsSnapshot, Duration> time) {
        micros(name, withTags, all -> time.apply(all).toNanos() / 1e3);
    }

    private void micros(String name, Tags withTags, ToDoubleFunction<MetricsSnapshot> number) {
        TimeGauge.builder("filch.pool." + name, metrics, TimeUnit.MICROSECONDS, last.get(number)).tags(withTags)
                .register(registry);
    }

    private void level(String name, Tags withTags, ToDoubleFunction<MetricsSnapshot> number) {
        Gauge.builder("filch.pool." + name, metrics, last.get(number)).tags(withTags).register(registry);
    }

    private void count(String name, Tags withTags, ToDoubleFunction<MetricsSnapshot> number) {
        FunctionCounter.builder("filch.pool." + name, metrics, last.get(number)).tags(withTags).register(registry);
    }

    // The snapshot that the meters share for a second. Does not refer to the pool.
    static final class LastSnapshot {

        private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(1);

        private final Clock clock;
        private MetricsSnapshot snapshot;
        private long takenAt;

        LastSnapshot(Clock clock) {
            this.clock = clock;
        }

        ToDoubleFunction<PoolMetrics> get(ToDoubleFunction<MetricsSnapshot> number) {
            return metrics -> number.applyAsDouble(snapshotOf(metrics));
        }

        private synchronized MetricsSnapshot snapshotOf(PoolMetrics metrics) {
            long now = clock.monotonicTime();
            if (snapshot == null || now - takenAt >= MAX_AGE) {
                snapshot = metrics.snapshot();
                takenAt = now;
            }
            return snapshot;
        }
    }
}
