package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.scheduler.Histograms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsSnapshotTest {

    private static LaneSnapshot lane(long submitted, long queued, long... nanos) {
        Latencies times = new Latencies(Histograms.of(nanos));
        return new LaneSnapshot(submitted, queued, Optional.of(Duration.ofNanos(queued)), times, times);
    }

    private static WorkerSnapshot worker(long factor) {
        return new WorkerSnapshot(factor, 2 * factor, factor, 3 * factor, 4 * factor, 5 * factor, 6 * factor,
                7 * factor, Duration.ofNanos(8 * factor));
    }

    private static MetricsSnapshot snapshot(long factor, int workers) {
        List<WorkerSnapshot> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            all.add(worker(factor));
        }
        return new MetricsSnapshot(Duration.ofNanos(10 * factor), 6 * factor, 5 * factor, factor, 2 * factor,
                3 * factor, 4 * factor, 11 * factor, 12 * factor, 13 * factor, 9 * factor,
                1, 5, 6, 7 * factor, 14 * factor, lane(factor, 1, 10), lane(4 * factor, 2, 20),
                lane(factor, 3, 30), all);
    }

    @Test
    void computesRatesAndTotals() {
        MetricsSnapshot snapshot = snapshot(100, 2);
        assertEquals(500 / 1e-6, snapshot.tasksPerSecond(), 1e-3);
        assertEquals(List.of(0.8, 0.8), snapshot.utilisation());
        assertEquals(0.8, snapshot.meanUtilisation(), 1e-12);
        assertEquals(0.5, snapshot.stealSuccessRate());
        assertEquals(6, snapshot.queued());
        assertEquals(3, snapshot.spares());
        assertEquals(3, snapshot.queueTime().count());
        assertEquals(0.030, snapshot.runTime().maxMicros());
    }

    @Test
    void anEmptySnapshotIsAllZero() {
        MetricsSnapshot snapshot = snapshot(0, 1);
        assertEquals(0, snapshot.tasksPerSecond());
        assertEquals(List.of(0.0), snapshot.utilisation());
        assertEquals(0, snapshot.meanUtilisation());
        assertEquals(0, snapshot.stealSuccessRate());
    }

    @Test
    void meanUtilisationCoversAllWorkers() {
        LaneSnapshot lane = lane(1, 1);
        List<WorkerSnapshot> workers = List.of(worker(1), worker(0), worker(0), worker(1));
        MetricsSnapshot snapshot = new MetricsSnapshot(
                Duration.ofNanos(10), 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, lane, lane, lane, workers);
        assertEquals(0.4, snapshot.meanUtilisation(), 1e-12);
    }

    @Test
    void workersThatAreNotActiveAreIdle() {
        assertEquals(1, snapshot(1, 5).activeWorkers());
        assertEquals(4, snapshot(1, 5).idleWorkers());
    }

    @Test
    void thereAreNoSparesUnlessThreadsOutnumberWorkers() {
        assertEquals(0, snapshot(1, 5).spares());
        assertEquals(0, snapshot(1, 6).spares());
    }

    @Test
    void sinceSubtractsEveryCount() {
        MetricsSnapshot difference = snapshot(30, 2).since(snapshot(20, 2));
        MetricsSnapshot expected = snapshot(10, 2);
        assertEquals(expected.elapsed(), difference.elapsed());
        assertEquals(expected.submitted(), difference.submitted());
        assertEquals(expected.completed(), difference.completed());
        assertEquals(expected.failed(), difference.failed());
        assertEquals(expected.refused(), difference.refused());
        assertEquals(expected.discarded(), difference.discarded());
        assertEquals(expected.ranByCaller(), difference.ranByCaller());
        assertEquals(expected.expired(), difference.expired());
        assertEquals(expected.overran(), difference.overran());
        assertEquals(expected.wakeUps(), difference.wakeUps());
        assertEquals(expected.starvations(), difference.starvations());
        assertEquals(expected.threadsStarted(), difference.threadsStarted());
        assertEquals(expected.sparesStarted(), difference.sparesStarted());
        assertEquals(expected.workers(), difference.workers());
        assertEquals(expected.normal().submitted(), difference.normal().submitted());
        assertEquals(0, difference.queueTime().count());
        assertEquals(1, difference.activeWorkers());
        assertEquals(5, difference.threads());
        assertEquals(6, difference.largestThreads());
        assertEquals(3, difference.low().queued());
        assertEquals(Optional.of(Duration.ofNanos(1)), difference.high().oldest());
    }

    @Test
    void sinceRefusesLaterSnapshotsAndThoseOfOtherPools() {
        assertThrows(IllegalArgumentException.class, () -> snapshot(20, 2).since(snapshot(30, 2)));
        assertThrows(IllegalArgumentException.class, () -> snapshot(30, 2).since(snapshot(20, 1)));
    }

    @Test
    void refusesNull() {
        LaneSnapshot lane = lane(1, 1);
        Duration second = Duration.ofSeconds(1);
        for (int missing = 0; missing < 5; missing++) {
            int component = missing;
            assertThrows(NullPointerException.class, () -> new MetricsSnapshot(component == 0 ? null : second, 1, 1, 0,
                    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, component == 1 ? null : lane, component == 2 ? null : lane,
                    component == 3 ? null : lane, component == 4 ? null : List.of()));
        }
        assertThrows(NullPointerException.class, () -> new WorkerSnapshot(0, 0, 0, 0, 0, 0, 0, 0, null));
        assertThrows(NullPointerException.class,
                () -> new LaneSnapshot(0, 0, null, lane.queueTime(), lane.runTime()));
    }

    @Test
    void keepsACopyOfTheWorkers() {
        List<WorkerSnapshot> workers = new ArrayList<>(List.of(worker(1)));
        MetricsSnapshot snapshot = new MetricsSnapshot(Duration.ZERO, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0,
                lane(1, 1), lane(1, 1), lane(1, 1), workers);
        workers.clear();
        assertEquals(1, snapshot.workers().size());
        assertThrows(UnsupportedOperationException.class, () -> snapshot.workers().clear());
    }

    @Test
    void toStringDescribesTheSnapshot() {
        String text = snapshot(100, 2).toString();
        assertTrue(text.startsWith("500 of 600 tasks completed in 0.000 s, 500000000.0 a second; 100 failed, "
                + "200 refused, 300 discarded, 400 run by callers"), text);
        assertTrue(text.contains("queued: 1 HIGH, 2 NORMAL, 3 LOW; 1 of 2 workers active; 5 threads, 6 at most, "
                + "700 started, 1400 of them as spares"), text);
        assertTrue(text.contains("utilisation: 80 % 80 %; successful steals: 50.0 %"), text);
    }
}
