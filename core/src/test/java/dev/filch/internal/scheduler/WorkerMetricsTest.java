package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

class WorkerMetricsTest {

    private final WorkerMetrics timed = new WorkerMetrics(true);

    @Test
    void countsWithoutAClock() {
        WorkerMetrics metrics = new WorkerMetrics(false);
        metrics.countExecuted();
        metrics.countExecuted();
        assertEquals(2, metrics.executed());
        assertFalse(metrics.isTimed());
        assertNull(metrics.times(Lane.NORMAL));
    }

    @Test
    void countsStealAttemptsAndSuccessfulSteals() {
        timed.countSteal(false);
        timed.countSteal(true);
        timed.countSteal(false);
        assertEquals(3, timed.stealAttempts());
        assertEquals(1, timed.successfulSteals());
    }

    @Test
    @Timeout(60)
    void successfulStealsNeverExceedAttempts() throws Exception {
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
    @Timeout(60)
    void countExecutedSharedLosesNoCount() throws Exception {
        int threads = 4;
        int tasks = 100_000;
        Together.run(threads, index -> {
            for (int i = 0; i < tasks; i++) {
                timed.countExecutedShared();
            }
            return null;
        });
        assertEquals(threads * tasks, timed.executed());
    }

    @Test
    void recordsQueueTimesAndRunTimes() {
        timed.recordWait(Lane.NORMAL, 40);
        timed.recordRun(Lane.NORMAL, 30);
        timed.recordWait(Lane.NORMAL, 10);
        timed.recordRunShared(Lane.NORMAL, 10);
        timed.recordRun(Lane.HIGH, 99);
        LaneTimes times = timed.times(Lane.NORMAL);
        LatencyHistogram.Merged queueTimes = LatencyHistogram.merge(List.of(times.queueTimes()));
        LatencyHistogram.Merged runTimes = LatencyHistogram.merge(List.of(times.runTimes()));
        assertEquals(0.025, queueTimes.meanMicros());
        assertEquals(0.040, queueTimes.percentileMicros(99));
        assertEquals(0.020, runTimes.meanMicros());
        assertEquals(0.030, runTimes.percentileMicros(99));
        assertNull(timed.times(Lane.LOW));
    }

    private long busyNanosAt(long now) {
        return WorkerMetrics.busyNanos(timed.busyState(), now);
    }

    @Test
    void isBusyFromTheFirstNanosecond() {
        assertEquals(0, busyNanosAt(0));
        assertFalse(timed.isBusy());
        timed.busyFrom(0);
        assertTrue(timed.isBusy());
        assertEquals(0, busyNanosAt(0));
        assertEquals(5, busyNanosAt(5));
        timed.idleFrom(5);
        assertEquals(5, busyNanosAt(105));
        timed.busyFrom(105);
        assertEquals(7, busyNanosAt(107));
        timed.idleFrom(107);
        assertEquals(7, busyNanosAt(207));
    }

    /** A blocked task gives up its worker. The worker is busy again when it runs another task, or this one. */
    @Test
    void isNotBusyWhileItsTaskIsBlocked() {
        timed.busyFrom(10);
        timed.idleFrom(13);
        assertEquals(3, busyNanosAt(50));
        timed.busyFrom(60);
        assertEquals(4, busyNanosAt(61));
        timed.idleFrom(62);
        assertEquals(5, busyNanosAt(100));
    }

    /** The padding in front also separates them from another worker that precedes this one in memory. */
    @Test
    void countersOfAWorkerArePaddedInFront() {
        ClassLayout layout = ClassLayout.parseClass(Worker.class);
        Set<String> names =
                Set.of("executed", "stealAttempts", "successfulSteals", "busy", "fetches", "ticks", "watchedTicks");
        List<FieldLayout> written = layout.fields().stream().filter(field -> names.contains(field.name())).toList();
        assertEquals(names.size(), written.size());
        for (FieldLayout field : written) {
            assertTrue(field.offset() >= 128, () -> layout.toPrintable());
        }
    }
}
