package dev.filch.bench.pool;

import static dev.filch.bench.pool.RunOnce.figure;
import static dev.filch.bench.pool.RunOnce.once;
import static dev.filch.bench.pool.RunOnce.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.contender.Contenders;
import dev.filch.pool.MetricsSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

@Timeout(60)
class FeatureBenchmarksTest {

    private static double nanosPerTask(String pool, Feature feature) throws RunnerException {
        RunResult result = run(once(FeatureTasks.class, pool)
                .param("feature", feature.name())
                .param("threads", "2")
                .param("tasks", "5000"));
        return figure(result, "nanosPerTask");
    }

    @ParameterizedTest
    @EnumSource
    void tinyTasksRunWithEachFeature(Feature feature) throws Exception {
        assertTrue(nanosPerTask("filch-stealing", feature) > 0);
        assertTrue(nanosPerTask("filch-shared", feature) > 0);
    }

    @Test
    void otherExecutorsHaveNoFeatures() {
        assertThrows(RunnerException.class, () -> nanosPerTask("thread-pool", Feature.NONE));
        assertThrows(IllegalArgumentException.class, () -> Contenders.filch("fork-join", builder -> {}));
        assertThrows(IllegalArgumentException.class, () -> Contenders.filch("none", builder -> {}));
        assertThrows(IllegalArgumentException.class, () -> FilchPool.open("fork-join", builder -> {}));
    }

    private static MetricsSnapshot afterTasks(Feature feature, int tasks) throws InterruptedException {
        FilchPool pool = FilchPool.open("filch-stealing", feature::addTo);
        for (int i = 0; i < tasks; i++) {
            pool.service().execute(() -> {});
        }
        pool.service().shutdown();
        assertTrue(pool.service().awaitTermination(30, TimeUnit.SECONDS));
        return pool.metrics().get();
    }

    @Test
    void featuresAreSwitchedOn() throws InterruptedException {
        int tasks = 20_000;

        assertEquals(0, afterTasks(Feature.NONE, tasks).runTime().count());
        assertEquals(tasks, afterTasks(Feature.EVERY_TASK, tasks).runTime().count());
        long sampled = afterTasks(Feature.SAMPLED, tasks).runTime().count();
        assertTrue(sampled > tasks / 128 && sampled < tasks / 32, () -> sampled + " samples");
        assertEquals(tasks, afterTasks(Feature.CAPACITY, tasks).completed(), "no task is refused");
    }

    @Name("dev.filch.test.Probe")
    private static final class Probe extends Event {}

    @Name("other.Probe")
    private static final class OtherProbe extends Event {}

    @Test
    void aRecordingHasOnlyTheEventsOfFilch(@TempDir Path directory) throws Exception {
        FlightRecorder.register(Probe.class);
        FlightRecorder.register(OtherProbe.class);
        Path file = directory.resolve("events.jfr");

        try (FlightRecording recording = new FlightRecording()) {
            new Probe().commit();
            new OtherProbe().commit();
            System.gc(); // an event of the JVM's own
            recording.recording().dump(file);
        }

        assertTrue(FlightRecording.events().contains("dev.filch.test.Probe"));
        List<String> recorded = RecordingFile.readAllEvents(file).stream()
                .map(RecordedEvent::getEventType)
                .map(type -> type.getName())
                .distinct()
                .toList();
        assertEquals(List.of("dev.filch.test.Probe"), recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filch-stealing", "filch-shared", "thread-pool"})
    void aFullPoolRefusesEveryTask(String impl) throws InterruptedException {
        FullPool pool = new FullPool(impl);
        try {
            for (int i = 0; i < 100; i++) {
                assertThrows(RejectedExecutionException.class, () -> pool.service().execute(() -> {}));
            }
            if (impl.equals("thread-pool")) {
                assertNull(pool.tryExecute());
            } else {
                assertFalse(pool.tryExecute().test(() -> {}));
            }
        } finally {
            pool.close();
        }
        assertTrue(pool.service().isTerminated());
    }

    @ParameterizedTest
    @ValueSource(strings = {"filch-stealing", "filch-shared", "thread-pool"})
    void aRefusalByAnExceptionHasATime(String impl) throws Exception {
        RunResult result = run(once(RefusedExecute.class, impl).measurementTime(TimeValue.milliseconds(20)));

        assertTrue(result.getPrimaryResult().getScore() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filch-stealing", "filch-shared"})
    void aRefusedTryExecuteHasATime(String impl) throws Exception {
        RunResult result = run(once(RefusedTryExecute.class, impl).measurementTime(TimeValue.milliseconds(20)));

        assertTrue(result.getPrimaryResult().getScore() > 0);
    }

    private static RunResult percentiles(String impl, String timing, String tasks, String maxMicros)
            throws RunnerException {
        return run(once(PercentileAccuracy.class, impl)
                .param("timing", timing)
                .param("tasks", tasks)
                .param("minMicros", "5")
                .param("maxMicros", maxMicros));
    }

    @ParameterizedTest
    @ValueSource(strings = {"filch-stealing", "filch-shared"})
    void percentilesOfAllTasksAreNearTheExactOnes(String impl) throws Exception {
        RunResult result = percentiles(impl, "EVERY_TASK", "1000", "500");

        // A wide bound: a thread may lose its core between its read of the clock and the pool's.
        double queue = figure(result, "queueErrorPercent");
        double run = figure(result, "runErrorPercent");
        assertTrue(queue >= 0 && queue < 50, () -> "error of the queue times: " + queue + " %");
        assertTrue(run >= 0 && run < 50, () -> "error of the run times: " + run + " %");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filch-stealing", "filch-shared"})
    void percentilesOfSamplesHaveErrors(String impl) throws Exception {
        RunResult result = percentiles(impl, "SAMPLED", "20000", "10");

        // With so few samples, the 99th percentile may be any value.
        assertTrue(Double.isFinite(figure(result, "queueErrorPercent")));
        assertTrue(Double.isFinite(figure(result, "runErrorPercent")));
    }

    @Test
    void percentilesAreDefinedAsInThePools() {
        long[] thousand = new long[1000];
        for (int i = 0; i < thousand.length; i++) {
            thousand[i] = i + 1;
        }

        assertEquals(500, PercentileAccuracy.percentile(thousand, 50));
        assertEquals(990, PercentileAccuracy.percentile(thousand, 99));
        assertEquals(999, PercentileAccuracy.percentile(thousand, 99.9));
        assertEquals(1000, PercentileAccuracy.percentile(thousand, 100));
        assertEquals(7, PercentileAccuracy.percentile(new long[] {7}, 50));
        assertEquals(2, PercentileAccuracy.percentile(new long[] {1, 2, 3}, 50));
    }
}
