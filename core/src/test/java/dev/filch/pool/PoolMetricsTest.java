package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import dev.filch.internal.scheduler.MeasurementsProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PoolMetricsTest {

    private static final LatencySummary NO_TIMES = new LatencySummary(0, 0, 0, 0);

    @Test
    void startsWithNothing() {
        MeasurementsProbe probe = new MeasurementsProbe(2);
        PoolMetrics metrics = new PoolMetrics(probe.measurements());
        assertEquals(new MetricsSnapshot(0, 0, 0, NO_TIMES, NO_TIMES, List.of(0.0, 0.0), 0, Duration.ZERO),
                metrics.snapshot());
        probe.clock.addAndGet(1000);
        assertEquals(new MetricsSnapshot(0, 0, 0, NO_TIMES, NO_TIMES, List.of(0.0, 0.0), 0, Duration.ofNanos(1000)),
                metrics.snapshot());
    }

    /** The zero of the clock does not matter, nor that it passes from the largest number to the smallest. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1234, -1, Long.MIN_VALUE, Long.MAX_VALUE - 2500})
    void computesFromKnownCounts(long firstTime) {
        MeasurementsProbe probe = new MeasurementsProbe(2);
        AtomicLong clock = probe.clock;
        clock.set(firstTime);
        PoolMetrics metrics = new PoolMetrics(probe.measurements());
        // Submitted every 10 ns; from 1000 ns on run by the workers in turn, for 1 to 50 ns, once each.
        Runnable[] tasks = new Runnable[100];
        for (int i = 0; i < 100; i++) {
            int runTime = 1 + i / 2;
            tasks[i] = probe.submit(() -> clock.addAndGet(runTime));
            clock.addAndGet(10);
        }
        long[] queueTimes = new long[100];
        for (int i = 0; i < 100; i++) {
            queueTimes[i] = clock.get() - firstTime - i * 10L;
            probe.run(i % 2, tasks[i]);
        }
        probe.countSteal(0, true);
        probe.countSteal(0, false);
        probe.countSteal(1, false);
        probe.countSteal(1, false);
        long busyOfEach = 50 * 51 / 2;
        assertEquals(firstTime + 1000 + 2 * busyOfEach, clock.get());
        clock.addAndGet(5000 - 1000 - 2 * busyOfEach);

        MetricsSnapshot snapshot = metrics.snapshot();

        assertEquals(100, snapshot.submitted());
        assertEquals(100, snapshot.completed());
        assertEquals(Duration.ofNanos(5000), snapshot.elapsed());
        assertEquals(100 / 5e-6, snapshot.tasksPerSecond(), 1e-6);
        assertEquals(List.of(busyOfEach / 5000.0, busyOfEach / 5000.0), snapshot.utilisation());
        assertEquals(0.25, snapshot.stealSuccessRate());
        assertEquals(0.0255, snapshot.runTime().meanMicros(), 1e-12);
        assertEquals(0.025, snapshot.runTime().p50Micros());
        assertEquals(0.050, snapshot.runTime().p99Micros());
        assertEquals(0.050, snapshot.runTime().p999Micros());
        assertEquals(LongStream.of(queueTimes).average().orElseThrow() / 1000, snapshot.queueTime().meanMicros(), 1e-9);
        long[] ranks = LongStream.of(queueTimes).sorted().toArray();
        assertEquals(ranks[49] / 1000.0, snapshot.queueTime().p50Micros(), ranks[49] / 64000.0);
        assertEquals(ranks[98] / 1000.0, snapshot.queueTime().p99Micros(), ranks[98] / 64000.0);
        assertEquals(ranks[99] / 1000.0, snapshot.queueTime().p999Micros(), ranks[99] / 64000.0);
    }

    @Test
    void aRunningTaskCountsForUtilisationOnly() {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        PoolMetrics metrics = new PoolMetrics(probe.measurements());
        probe.clock.addAndGet(100);
        MetricsSnapshot[] during = new MetricsSnapshot[1];
        probe.run(0, probe.submit(() -> {
            probe.clock.addAndGet(300);
            during[0] = metrics.snapshot();
        }));
        assertEquals(0.75, during[0].utilisation().get(0));
        assertEquals(1, during[0].submitted());
        assertEquals(0, during[0].completed());
        assertEquals(NO_TIMES, during[0].runTime());
        assertEquals(1, metrics.snapshot().completed());
    }

    @Test
    void utilisationReachesOne() {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        probe.run(0, probe.submit(() -> probe.clock.addAndGet(300)));
        assertEquals(List.of(1.0), new PoolMetrics(probe.measurements()).snapshot().utilisation());
    }

    @Test
    void withdrawnSubmissionsDoNotCount() {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        probe.submit(() -> { });
        probe.submit(() -> { });
        probe.withdrawSubmission();
        assertEquals(1, new PoolMetrics(probe.measurements()).snapshot().submitted());
    }

    /**
     * Snapshots while all counts move: each must be possible, which its constructor checks, and no count may fall. Most
     * workers are there only to make a snapshot take long.
     */
    @Test
    void isConsistentWhileTheWorkersWork() throws Exception {
        int workers = 2;
        int resting = 200;
        int tasks = 200_000;
        MeasurementsProbe probe = new MeasurementsProbe(resting + workers);
        PoolMetrics metrics = new PoolMetrics(probe.measurements());
        Together.run(workers + 1, index -> {
            if (index < workers) {
                for (int i = 0; i < tasks / workers; i++) {
                    probe.run(resting + index, probe.submit(probe.clock::incrementAndGet));
                    probe.countSteal(resting + index, i % 2 == 0);
                }
            } else {
                MetricsSnapshot last = metrics.snapshot();
                while (last.completed() < tasks) {
                    MetricsSnapshot next = metrics.snapshot();
                    assertTrue(next.completed() >= last.completed() && next.submitted() >= last.submitted());
                    last = next;
                }
            }
            return null;
        });
        MetricsSnapshot snapshot = metrics.snapshot();
        assertEquals(tasks, snapshot.submitted());
        assertEquals(tasks, snapshot.completed());
        assertEquals(0.5, snapshot.stealSuccessRate());
        assertTrue(snapshot.toString().startsWith(tasks + " of " + tasks + " tasks completed"));
    }
}
