package dev.filch.bench.clients;

import dev.filch.pool.LaneSnapshot;
import dev.filch.pool.Latencies;
import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.PoolMetrics;
import dev.filch.pool.WorkerSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Registers every number of a pool with Micrometer. Each meter takes a snapshot of its own when it is read. A registry
 * refers to the {@code PoolMetrics} weakly, but the pool itself refers to them: the meters live as long as the pool.
 */
final class PoolMeters implements MeterBinder {

    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9);

    private static final String PREFIX = "filch.pool.";

    private final PoolMetrics metrics;
    private final Tags tags;

    /** Its meters have a tag with the pool's name. */
    PoolMeters(PoolMetrics metrics, String pool) {
        this.metrics = metrics;
        tags = Tags.of("pool", pool);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters<MetricsSnapshot> pool = new Meters<>(registry, PREFIX, tags, snapshot -> snapshot);
        pool.duration("elapsed", MetricsSnapshot::elapsed);
        pool.count("submitted", MetricsSnapshot::submitted);
        pool.count("completed", MetricsSnapshot::completed);
        pool.count("failed", MetricsSnapshot::failed);
        pool.count("refused", MetricsSnapshot::refused);
        pool.count("discarded", MetricsSnapshot::discarded);
        pool.count("ran.by.caller", MetricsSnapshot::ranByCaller);
        pool.count("expired", MetricsSnapshot::expired);
        pool.count("overran", MetricsSnapshot::overran);
        pool.count("wake.ups", MetricsSnapshot::wakeUps);
        pool.count("starvations", MetricsSnapshot::starvations);
        pool.level("threads", MetricsSnapshot::threads);
        pool.level("largest.threads", MetricsSnapshot::largestThreads);
        pool.count("threads.started", MetricsSnapshot::threadsStarted);
        pool.level("tasks.per.second", MetricsSnapshot::tasksPerSecond);
        pool.level("queued", MetricsSnapshot::queued);
        pool.level("steal.success.rate", MetricsSnapshot::stealSuccessRate);
        pool.latencies("queue.time", MetricsSnapshot::queueTime);
        pool.latencies("run.time", MetricsSnapshot::runTime);
        lane(registry, "high", MetricsSnapshot::high);
        lane(registry, "normal", MetricsSnapshot::normal);
        lane(registry, "low", MetricsSnapshot::low);
        int workers = metrics.snapshot().workers().size();
        for (int i = 0; i < workers; i++) {
            worker(registry, i);
        }
    }

    private void lane(MeterRegistry registry, String name, Function<MetricsSnapshot, LaneSnapshot> part) {
        Meters<LaneSnapshot> lane = new Meters<>(registry, PREFIX + "lane.", tags.and("lane", name), part);
        lane.count("submitted", LaneSnapshot::submitted);
        lane.level("queued", LaneSnapshot::queued);
        lane.duration("oldest", snapshot -> snapshot.oldest().orElse(Duration.ZERO));
        lane.latencies("queue.time", LaneSnapshot::queueTime);
        lane.latencies("run.time", LaneSnapshot::runTime);
    }

    private void worker(MeterRegistry registry, int number) {
        Tags withNumber = tags.and("worker", String.valueOf(number));
        Meters<WorkerSnapshot> worker = new Meters<>(
                registry, PREFIX + "worker.", withNumber, snapshot -> snapshot.workers().get(number));
        worker.count("executed", WorkerSnapshot::executed);
        worker.count("steal.attempts", WorkerSnapshot::stealAttempts);
        worker.count("successful.steals", WorkerSnapshot::successfulSteals);
        worker.count("searches", WorkerSnapshot::searches);
        worker.count("batches", WorkerSnapshot::batches);
        worker.count("batched.tasks", WorkerSnapshot::batchedTasks);
        worker.count("parks", WorkerSnapshot::parks);
        worker.count("useless.wake.ups", WorkerSnapshot::uselessWakeUps);
        worker.duration("busy", WorkerSnapshot::busy);
        new Meters<>(registry, PREFIX, withNumber, snapshot -> snapshot.utilisation().get(number))
                .level("utilisation", share -> share);
    }

    /** Registers the numbers of one part of a snapshot. */
    private final class Meters<T> {

        private final MeterRegistry registry;
        private final String prefix;
        private final Tags tags;
        private final Function<MetricsSnapshot, T> part;

        Meters(MeterRegistry registry, String prefix, Tags tags, Function<MetricsSnapshot, T> part) {
            this.registry = registry;
            this.prefix = prefix;
            this.tags = tags;
            this.part = part;
        }

        private ToDoubleFunction<PoolMetrics> read(ToDoubleFunction<T> number) {
            Function<MetricsSnapshot, T> ofSnapshot = part;
            return all -> number.applyAsDouble(ofSnapshot.apply(all.snapshot()));
        }

        /** A number that only grows. */
        void count(String name, ToDoubleFunction<T> number) {
            FunctionCounter.builder(prefix + name, metrics, read(number)).tags(tags).register(registry);
        }

        /** A number that also falls. */
        void level(String name, ToDoubleFunction<T> number) {
            Gauge.builder(prefix + name, metrics, read(number)).tags(tags).register(registry);
        }

        void duration(String name, Function<T, Duration> duration) {
            TimeGauge.builder(prefix + name, metrics, TimeUnit.NANOSECONDS,
                    read(snapshot -> duration.apply(snapshot).toNanos())).tags(tags).register(registry);
        }

        void latencies(String name, Function<T, Latencies> latencies) {
            count(name + ".count", snapshot -> latencies.apply(snapshot).count());
            micros(name + ".mean", tags, snapshot -> latencies.apply(snapshot).meanMicros());
            micros(name + ".max", tags, snapshot -> latencies.apply(snapshot).maxMicros());
            for (double percent : PERCENTILES) {
                micros(name + ".percentile", tags.and("percent", String.valueOf(percent)),
                        snapshot -> latencies.apply(snapshot).percentileMicros(percent));
            }
        }

        private void micros(String name, Tags withPercent, ToDoubleFunction<T> number) {
            TimeGauge.builder(prefix + name, metrics, TimeUnit.MICROSECONDS, read(number)).tags(withPercent)
                    .register(registry);
        }
    }
}
