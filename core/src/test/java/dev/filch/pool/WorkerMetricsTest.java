package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

class WorkerMetricsTest {

    private final AtomicLong clock = new AtomicLong();
    private final WorkerMetrics timed = WorkerMetrics.timed(clock::get);

    private Task taking(long nanos, long submittedAt) {
        return new Task(0, 100, () -> clock.addAndGet(nanos), submittedAt);
    }

    private long busyNanos() {
        return WorkerMetrics.busyNanos(timed.busyState(), clock.get());
    }

    @Test
    void runsAndCountsWithoutAClock() {
        WorkerMetrics metrics = WorkerMetrics.untimed();
        AtomicInteger runs = new AtomicInteger();
        assertFalse(metrics.isTimed());
        metrics.run(runs::incrementAndGet);
        metrics.run(runs::incrementAndGet);
        assertEquals(2, runs.get());
        assertEquals(2, metrics.executed());
    }

    @Test
    void countsStealsAndTheirSuccesses() {
        timed.countSteal(false);
        timed.countSteal(true);
        timed.countSteal(false);
        assertEquals(3, timed.stealAttempts());
        assertEquals(1, timed.successfulSteals());
    }

    @Test
    @Timeout(60)
    void neverShowsASuccessWithoutItsAttempt() throws Exception {
        int steals = 1_000_000;
        Together.run(2, index -> {
            for (int i = 0; i < steals && index == 0; i++) {
                timed.countSteal(true);
            }
            while (timed.successfulSteals() < steals) {
                long successes = timed.successfulSteals();
                assertTrue(successes <= timed.stealAttempts());
            }
            return null;
        });
    }

    @Test
    void countsATaskThatThrows() {
        RuntimeException thrown = new RuntimeException("from the task");
        Task task = new Task(0, 100, () -> {
            clock.addAndGet(7);
            throw thrown;
        }, 0);
        assertSame(thrown, assertThrows(RuntimeException.class, () -> timed.run(task)));
        assertEquals(1, timed.executed());
        assertEquals(7, busyNanos());
        assertEquals(0.007, LatencyHistogram.summarize(List.of(timed.runTimes())).meanMicros());
        WorkerMetrics untimed = WorkerMetrics.untimed();
        assertThrows(RuntimeException.class, () -> untimed.run(() -> {
            throw thrown;
        }));
        assertEquals(1, untimed.executed());
    }

    @Test
    void measuresQueueTimeAndRunTime() {
        assertTrue(timed.isTimed());
        clock.set(100);
        timed.run(taking(30, 60));
        timed.run(taking(10, 120));
        LatencySummary queueTime = LatencyHistogram.summarize(List.of(timed.queueTimes()));
        LatencySummary runTime = LatencyHistogram.summarize(List.of(timed.runTimes()));
        assertEquals(0.025, queueTime.meanMicros());
        assertEquals(0.040, queueTime.p99Micros());
        assertEquals(0.020, runTime.meanMicros());
        assertEquals(0.030, runTime.p99Micros());
        assertEquals(2, timed.executed());
    }

    @Test
    void isBusyFromTheFirstNanosecondOfATask() {
        assertEquals(0, busyNanos());
        long[] seen = new long[3];
        timed.run(new Task(0, 100, () -> {
            seen[0] = busyNanos();
            clock.addAndGet(5);
            seen[1] = busyNanos();
        }, 0));
        clock.addAndGet(100);
        assertEquals(5, busyNanos());
        timed.run(new Task(0, 100, () -> {
            clock.addAndGet(2);
            seen[2] = busyNanos();
        }, 0));
        clock.addAndGet(100);
        assertEquals(0, seen[0]);
        assertEquals(5, seen[1]);
        assertEquals(7, seen[2]);
        assertEquals(7, busyNanos());
    }

    @Test
    void aTaskCountsOnlyOnceItsWorkIsDone() {
        long[] during = new long[1];
        timed.run(new Task(0, 100, () -> during[0] = timed.executed(), 0));
        assertEquals(0, during[0]);
        assertEquals(1, timed.executed());
    }

    @Test
    void countersAreAloneOnTheirCacheLines() {
        ClassLayout layout = ClassLayout.parseClass(WorkerMetrics.class);
        Set<String> names = Set.of("executed", "stealAttempts", "successfulSteals", "busy");
        List<FieldLayout> counters = layout.fields().stream().filter(field -> names.contains(field.name())).toList();
        assertEquals(names.size(), counters.size());
        for (FieldLayout counter : counters) {
            assertTrue(counter.offset() >= 128, () -> layout.toPrintable());
            assertTrue(layout.instanceSize() - counter.offset() - counter.size() >= 128, () -> layout.toPrintable());
        }
    }
}
