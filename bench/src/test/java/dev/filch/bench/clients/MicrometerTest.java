package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.Blocking;
import dev.filch.pool.FullQueuePolicy;
import dev.filch.pool.LaneSnapshot;
import dev.filch.pool.Latencies;
import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.PoolMetrics;
import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import dev.filch.pool.WorkerSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Micrometer sees every number of a pool, and the right one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MicrometerTest {

    private static final int CAPACITY = 10;
    private static final int TOO_MANY = 3;

    /** A second passes between any two reads of a meter, unless the test says otherwise. */
    private final MockClock clock = new MockClock();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    /** The numbers in a part of a snapshot, by the names and tags that their meters must have; times in seconds. */
    private static final class Numbers {

        final Map<String, Double> values = new TreeMap<>();

        static Map<String, Double> of(MetricsSnapshot snapshot) {
            Numbers numbers = new Numbers();
            numbers.addAll("filch.pool", Tags.of("pool", "tested"), snapshot);
            return numbers.values;
        }

        static String key(String name, Iterable<Tag> tags) {
            return name + " " + Tags.of(tags);
        }

        /** Everything that the public methods of an object return. */
        private void addAll(String prefix, Tags tags, Object part) {
            for (Method method : part.getClass().getDeclaredMethods()) {
                int modifiers = method.getModifiers();
                if (Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers)
                        && !List.of("toString", "hashCode").contains(method.getName())) {
                    addResult(prefix, tags, part, method);
                }
            }
        }

        private void addResult(String prefix, Tags tags, Object part, Method method) {
            Function<Object[], Object> call = arguments -> {
                try {
                    return method.invoke(part, arguments);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            };
            String name = method.getName();
            if (method.getParameterCount() == 0) {
                add(prefix, name, tags, call.apply(new Object[0]));
            } else if (Arrays.equals(method.getParameterTypes(), new Class<?>[] {double.class})) {
                for (double percent : PoolMeters.PERCENTILES) {
                    add(prefix, name, tags.and("percent", String.valueOf(percent)), call.apply(new Object[] {percent}));
                }
            } else {
                assertTrue(List.of("since", "plus", "equals").contains(name), () -> "takes arguments: " + method);
            }
        }

        private void add(String prefix, String accessor, Tags tags, Object value) {
            String name = prefix + "." + accessor.replaceFirst("Micros$", "").replaceAll("([A-Z])", ".$1")
                    .toLowerCase(Locale.ROOT);
            if (value instanceof Number number) {
                double unit = accessor.endsWith("Micros") ? 1e-6 : 1;
                values.put(key(name, tags), number.doubleValue() * unit);
            } else if (value instanceof Duration duration) {
                values.put(key(name, tags), duration.toNanos() * 1e-9);
            } else if (value instanceof Optional<?> optional) {
                add(prefix, accessor, tags, optional.orElse(null) == null ? Duration.ZERO : optional.get());
            } else if (value instanceof LaneSnapshot lane) {
                addAll(prefix + ".lane", tags.and("lane", accessor), lane);
            } else if (value instanceof Latencies latencies) {
                addAll(name, tags, latencies);
            } else if (value instanceof List<?> ofWorkers) {
                for (int i = 0; i < ofWorkers.size(); i++) {
                    add(prefix, accessor, tags.and("worker", String.valueOf(i)), ofWorkers.get(i));
                }
            } else if (value instanceof WorkerSnapshot worker) {
                addAll(prefix + ".worker", tags, worker);
            } else {
                throw new AssertionError("no meter is known for " + accessor + ", which returns " + value);
            }
        }
    }

    private double value(Meter meter) {
        clock.addSeconds(1);
        return meter instanceof FunctionCounter counter ? counter.count() : ((Gauge) meter).value();
    }

    /** While no task starts or ends, each number moves in one direction at most. */
    private void checkEveryMeter(FilchPool pool) {
        Map<String, Double> before = Numbers.of(pool.metrics().snapshot());
        Map<String, Double> meters = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            meters.put(Numbers.key(meter.getId().getName(), meter.getId().getTags()), value(meter));
        }
        Map<String, Double> after = Numbers.of(pool.metrics().snapshot());

        assertEquals(List.of(), without(before.keySet(), meters.keySet()), "numbers without a meter");
        assertEquals(List.of(), without(meters.keySet(), before.keySet()), "meters of no number");
        meters.forEach((key, value) -> {
            double least = Math.min(before.get(key), after.get(key));
            double most = Math.max(before.get(key), after.get(key));
            double rounding = 1e-9 * most;
            assertTrue(value >= least - rounding && value <= most + rounding,
                    () -> key + " is " + value + ", not between " + least + " and " + most);
        });
    }

    private static List<String> without(Set<String> all, Set<String> known) {
        return all.stream().filter(key -> !known.contains(key)).toList();
    }

    private void bind(PoolMetrics metrics) {
        new PoolMeters(metrics, registry, Tags.of("pool", "tested")).bind();
    }

    private double count(String name, String... tags) {
        return value(registry.get("filch.pool." + name).tags(tags).functionCounter());
    }

    private double level(String name, String... tags) {
        return value(registry.get("filch.pool." + name).tags(tags).gauge());
    }

    private static FilchPool pool(PoolSetup setup, FullQueuePolicy policy) {
        return setup.build(settings ->
                settings.timing(TaskTiming.EVERY_TASK).queueCapacity(CAPACITY).whenFull(policy));
    }

    /**
     * Occupies the workers, fills the queues with tasks of which the first fails, submits further ones, and checks the
     * meters before and after the queued tasks have run.
     */
    private void run(PoolSetup setup, FullQueuePolicy policy) throws Exception {
        CountDownLatch busy = new CountDownLatch(setup.workers());
        CountDownLatch release = new CountDownLatch(1);
        try (FilchPool pool = pool(setup, policy)) {
            bind(pool.metrics());
            checkEveryMeter(pool);
            for (int i = 0; i < setup.workers(); i++) {
                pool.service().execute(() -> {
                    busy.countDown();
                    Clients.await(release);
                });
            }
            Clients.await(busy);
            for (int i = 0; i < CAPACITY + TOO_MANY; i++) {
                boolean fails = i == 0;
                try {
                    pool.service().submit(() -> {
                        if (fails) {
                            throw new IllegalStateException("the first of the queued tasks");
                        }
                        return null;
                    });
                } catch (RejectedExecutionException e) {
                    assertTrue(i >= CAPACITY, "refused too early");
                }
            }

            checkEveryMeter(pool);
            assertEquals(CAPACITY, level("queued"));
            assertEquals(CAPACITY, level("lane.queued", "lane", "normal"));
            assertTrue(level("lane.oldest", "lane", "normal") > 0);
            assertEquals(setup.workers(), level("active.workers"));
            assertEquals(setup.workers(), level("threads"));
            assertTrue(level("elapsed") > 0);
            release.countDown();
            pool.close();

            checkEveryMeter(pool);
            int tasks = setup.workers() + CAPACITY;
            assertEquals(tasks, count("submitted"));
            assertEquals(tasks, count("completed"));
            assertEquals(1, count("failed"));
            assertEquals(0, count("starvations"));
            assertEquals(0, level("queued"));
            assertEquals(0, level("lane.oldest", "lane", "normal"));
            assertEquals(0, level("threads"));
            assertEquals(setup.workers(), level("largest.threads"));
            assertEquals(setup.workers(), count("threads.started"));
            assertEquals(0, count("spares.started"));
            assertEquals(tasks, count("lane.submitted", "lane", "normal"));
            assertEquals(tasks, count("queue.time.count"));
            assertEquals(tasks, count("run.time.count"));
            assertTrue(level("queue.time.percentile", "percent", "99.0") > 0);
            assertTrue(level("run.time.max") >= level("run.time.mean"));
            double executed = 0;
            for (int i = 0; i < setup.workers(); i++) {
                executed += count("worker.executed", "worker", String.valueOf(i));
                assertTrue(level("utilisation", "worker", String.valueOf(i)) > 0, "worker " + i);
            }
            assertEquals(tasks, executed);
        }
    }

    @EverySetup
    void everyNumberOfAPoolThatRefusesIsRight(PoolSetup setup) throws Exception {
        run(setup, FullQueuePolicy.abort());

        assertEquals(List.of((double) TOO_MANY, 0.0, 0.0),
                List.of(count("refused"), count("discarded"), count("ran.by.caller")));
    }

    @EverySetup
    void everyNumberOfAPoolThatDiscardsIsRight(PoolSetup setup) throws Exception {
        run(setup, FullQueuePolicy.discard());

        assertEquals(List.of(0.0, (double) TOO_MANY, 0.0),
                List.of(count("refused"), count("discarded"), count("ran.by.caller")));
    }

    @EverySetup
    void everyNumberOfAPoolWhoseCallersRunTasksIsRight(PoolSetup setup) throws Exception {
        run(setup, FullQueuePolicy.callerRuns());

        assertEquals(List.of(0.0, 0.0, (double) TOO_MANY),
                List.of(count("refused"), count("discarded"), count("ran.by.caller")));
    }

    @Test
    void eachLaneHasItsOwnMeters() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(2).timing(TaskTiming.EVERY_TASK).build()) {
            bind(pool.metrics());
            for (int i = 0; i < 10; i++) {
                pool.execute(() -> { }, i < 2 ? 255 : i < 5 ? 100 : 0);
            }
            pool.awaitIdle();

            assertEquals(2, count("lane.submitted", "lane", "high"));
            assertEquals(3, count("lane.submitted", "lane", "normal"));
            assertEquals(5, count("lane.submitted", "lane", "low"));
            assertEquals(5, count("lane.run.time.count", "lane", "low"));
            assertEquals(10, count("run.time.count"));
            assertFalse(level("steal.success.rate") > 1);
        }
    }

    @Test
    void aTaskThatComesTooLateIsCountedAsExpired() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(2).build()) {
            bind(pool.metrics());
            pool.submitWithin(Duration.ZERO, () -> 1, false);
            Clients.until(() -> count("expired") > 0, "no task expired");

            assertEquals(1, count("expired"));
            assertEquals(0, count("overran"));
        }
    }

    @Test
    void aThreadThatStandsInForABlockedTaskIsASpare() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).build()) {
            bind(pool.metrics());
            CountDownLatch other = new CountDownLatch(1);
            pool.submit(() -> {
                pool.execute(other::countDown);
                Blocking.run(() -> Clients.await(other));
            }).get();

            assertEquals(1, count("spares.started"));
            assertEquals(1, level("spares"));
            assertEquals(2, level("threads"));
        }
    }

    @Test
    void theMetersShareASnapshotForASecond() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).build()) {
            bind(pool.metrics());
            FunctionCounter submitted = registry.get("filch.pool.submitted").functionCounter();
            Gauge elapsed = registry.get("filch.pool.elapsed").gauge();
            double first = elapsed.value();
            pool.submit(() -> { }).get();

            clock.add(999, TimeUnit.MILLISECONDS);
            assertEquals(0, submitted.count());
            assertEquals(first, elapsed.value());
            clock.add(1, TimeUnit.MILLISECONDS);
            assertEquals(1, submitted.count());
            assertTrue(elapsed.value() > first);
        }
    }

    /** The registry outlives its pools. */
    @Test
    void theMetersKeepNoPoolInMemory() throws Exception {
        WeakReference<PoolMetrics> metrics = new WeakReference<>(metricsOfAPoolThatHasEnded());
        Clients.until(() -> {
            System.gc();
            return metrics.get() == null;
        }, "the registry refers to the pool");
    }

    private PoolMetrics metricsOfAPoolThatHasEnded() {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).build()) {
            bind(pool.metrics());
            return pool.metrics();
        }
    }

    /** Although a registry refers weakly to what it measures, and nothing else refers to the meters. */
    @EverySetup
    void theMetersLiveAsLongAsThePool(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            bind(pool.metrics());
            pool.service().submit(() -> { }).get();
            pool.close();
            System.gc();

            assertEquals(1, count("submitted"));
            checkEveryMeter(pool);
        }
    }
}
