package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The counts and times in a pool's metrics. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolMetricsTest {

    private static final Runnable NOTHING = () -> { };

    private static void waitFor(Duration duration) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < duration.toNanos()) {
            Spin.pause();
        }
    }

    @EveryPool
    void startsAtZero(PoolKind kind) {
        try (WorkerPool pool = kind.build(3)) {
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(0, snapshot.submitted());
            assertEquals(0, snapshot.completed());
            assertEquals(0, snapshot.threads());
            assertEquals(0, snapshot.queueTime().count());
            assertEquals(List.of(0.0, 0.0, 0.0), snapshot.utilisation());
            assertTrue(snapshot.elapsed().toNanos() > 0);
        }
    }

    /** Counts do not depend on the timing of tasks. */
    @ParameterizedTest
    @EnumSource
    void countsTasksWithAnyTiming(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> { }))) {
            for (int i = 0; i < 100; i++) {
                boolean fails = i % 10 == 0;
                Runnable task = () -> {
                    pool.execute(NOTHING);
                    if (fails) {
                        throw new IllegalStateException("made up");
                    }
                };
                if (i % 2 == 0) {
                    kind.service(pool).submit(task);
                } else {
                    kind.service(pool).execute(task);
                }
            }
            pool.awaitIdle();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(200, snapshot.submitted());
            assertEquals(200, snapshot.completed());
            assertEquals(10, snapshot.failed());
            assertEquals(0, snapshot.queued());
            assertEquals(200, snapshot.workers().stream().mapToLong(WorkerSnapshot::executed).sum());
            assertTrue(snapshot.threadsStarted() >= 1 && snapshot.threadsStarted() <= 2, snapshot::toString);
            assertEquals(snapshot.threadsStarted(), snapshot.largestThreads());
        }
    }

    @Test
    void countsEachLaneSeparately() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).daemon(true)
                .timing(TaskTiming.EVERY_TASK).build()) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            for (int i = 0; i < 6; i++) {
                pool.execute(NOTHING, i < 1 ? 255 : i < 3 ? 0 : 100);
            }
            waitFor(Duration.ofMillis(3));
            MetricsSnapshot queued = pool.metrics().snapshot();
            assertEquals(List.of(1L, 3L, 2L),
                    List.of(queued.high().queued(), queued.normal().queued(), queued.low().queued()));
            for (LaneSnapshot lane : List.of(queued.high(), queued.normal(), queued.low())) {
                assertTrue(lane.oldest().orElseThrow().compareTo(Duration.ofMillis(3)) >= 0, lane::toString);
            }
            busy.end();
            pool.awaitIdle();
            MetricsSnapshot after = pool.metrics().snapshot();
            assertEquals(List.of(1L, 4L, 2L),
                    List.of(after.high().submitted(), after.normal().submitted(), after.low().submitted()));
            assertEquals(List.of(1L, 4L, 2L), List.of(after.high().queueTime().count(),
                    after.normal().queueTime().count(), after.low().queueTime().count()));
            assertEquals(List.of(1L, 4L, 2L), List.of(after.high().runTime().count(),
                    after.normal().runTime().count(), after.low().runTime().count()));
            assertFalse(after.normal().oldest().isPresent());
            assertTrue(after.low().queueTime().maxMicros() >= 3_000, after::toString);
        }
    }

    /** No other worker can take the tasks that the only one has submitted. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void aTaskBehindTheTaskThatSubmittedItAges(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = new Busy(() -> pool.execute(NOTHING));
            pool.execute(busy);
            busy.awaitStart();
            waitFor(Duration.ofMillis(3));
            LaneSnapshot normal = pool.metrics().snapshot().normal();
            busy.end();
            assertTrue(normal.oldest().orElseThrow().compareTo(Duration.ofMillis(3)) >= 0, normal::toString);
            pool.awaitIdle();
            assertFalse(pool.metrics().snapshot().normal().oldest().isPresent());
        }
    }

    /** A future that a waiting task runs itself belongs to its own lane. */
    @Test
    void timesATaskThatAWaitingTaskRunsInItsOwnLane() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).daemon(true)
                .timing(TaskTiming.EVERY_TASK).build()) {
            pool.submit(() -> pool.submit(() -> 1, 0).get()).get();
            pool.awaitIdle();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(1, snapshot.low().runTime().count());
            assertEquals(1, snapshot.normal().runTime().count());
            assertEquals(0, snapshot.low().queueTime().count());
        }
    }

    @EveryPool
    void countsRefusals(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(1));
        Busy busy = Workers.occupy(pool, 1).get(0);
        pool.execute(NOTHING);
        assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
        assertFalse(pool.tryExecute(NOTHING));
        pool.shutdown();
        assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
        assertFalse(pool.tryExecute(NOTHING));
        busy.end();
        Await.end(pool);
        MetricsSnapshot snapshot = pool.metrics().snapshot();
        assertEquals(4, snapshot.refused());
        assertEquals(2, snapshot.submitted());
        assertEquals(0, snapshot.threads());
        assertEquals(1, snapshot.largestThreads());
    }

    @EveryPool
    void countsRefusalsOfAnUnboundedPool(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        pool.close();
        assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
        assertFalse(pool.tryExecute(NOTHING));
        assertEquals(2, pool.metrics().snapshot().refused());
        assertEquals(0, pool.metrics().snapshot().submitted());
    }

    @EveryPool
    void countsDiscardedTasksAndTasksRunByCallers(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : List.of(FullQueuePolicy.discard(), FullQueuePolicy.discardOldest(),
                FullQueuePolicy.callerRuns())) {
            try (WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(1).whenFull(policy))) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(NOTHING);
                pool.execute(NOTHING);
                pool.execute(NOTHING);
                busy.end();
                pool.awaitIdle();
                MetricsSnapshot snapshot = pool.metrics().snapshot();
                boolean callerRuns = policy == FullQueuePolicy.callerRuns();
                assertEquals(callerRuns ? 0 : 2, snapshot.discarded(), policy::toString);
                assertEquals(callerRuns ? 2 : 0, snapshot.ranByCaller(), policy::toString);
                assertEquals(snapshot.submitted(), snapshot.completed(), policy::toString);
            }
        }
    }

    @EveryPool
    void countsParksAndSearches(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            for (int i = 0; i < 3; i++) {
                pool.execute(NOTHING);
                Workers.awaitAsleep(pool);
            }
            WorkerSnapshot worker = pool.metrics().snapshot().workers().get(0);
            assertTrue(worker.searches() >= 3, worker::toString);
            assertEquals(3, worker.parks());
            assertEquals(0, worker.uselessWakeUps());
            assertEquals(3, worker.executed());
        }
    }

    @EveryPool
    void timesASampleOfTheTasks(PoolKind kind) throws Exception {
        int tasks = 100_000;
        try (WorkerPool pool = kind.build(2, settings -> settings.timing(TaskTiming.SAMPLED))) {
            for (int i = 0; i < tasks; i++) {
                pool.execute(NOTHING);
            }
            pool.awaitIdle();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(tasks, snapshot.completed());
            assertEquals(snapshot.queueTime().count(), snapshot.runTime().count());
            // The expected count is 1,562, with a standard deviation of 39.
            assertTrue(snapshot.runTime().count() > 1_200 && snapshot.runTime().count() < 1_900, snapshot::toString);
            assertTrue(snapshot.utilisation().stream().anyMatch(share -> share > 0), snapshot::toString);
        }
    }

    /**
     * A worker is busy from the moment it finds a task until it has to search again, so it stays busy between short
     * tasks.
     */
    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void measuresTheUtilisationOfABusyWorker(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            pool.submit(() -> waitFor(Duration.ofMillis(20))).get();
            pool.awaitIdle();
            MetricsSnapshot first = pool.metrics().snapshot();
            long busy = first.workers().get(0).busy().toNanos();
            assertTrue(busy >= TimeUnit.MILLISECONDS.toNanos(20), first::toString);
            waitFor(Duration.ofMillis(5));
            MetricsSnapshot idle = pool.metrics().snapshot().since(first);
            assertEquals(Duration.ZERO, idle.workers().get(0).busy());
            Busy running = Workers.occupy(pool, 1).get(0);
            MetricsSnapshot before = pool.metrics().snapshot();
            waitFor(Duration.ofMillis(5));
            MetricsSnapshot during = pool.metrics().snapshot().since(before);
            assertEquals(1, during.utilisation().get(0), 0.2, during::toString);
            running.end();
        }
    }

    /** No count decreases, and no more tasks are completed than submitted. */
    @ParameterizedTest
    @EnumSource
    void snapshotsAreConsistentWhileTasksRun(PoolKind kind) throws Exception {
        int tasks = 30_000;
        try (WorkerPool pool = kind.build(2)) {
            Together.run(2, index -> {
                if (index == 0) {
                    for (int i = 0; i < tasks; i++) {
                        kind.service(pool).execute(() -> pool.execute(NOTHING));
                    }
                    return null;
                }
                MetricsSnapshot last = pool.metrics().snapshot();
                while (last.completed() < 2 * tasks) {
                    MetricsSnapshot next = pool.metrics().snapshot();
                    assertTrue(next.completed() >= last.completed(), next::toString);
                    assertTrue(next.submitted() >= last.submitted(), next::toString);
                    assertTrue(next.submitted() >= next.completed(), next::toString);
                    last = next;
                }
                return null;
            });
            assertEquals(2 * tasks, pool.metrics().snapshot().submitted());
        }
    }
}
