package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Spin;
import dev.filch.internal.scheduler.AnyOf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pool reports after a known amount of work. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolCountsTest {

    private static final double MICROS_PER_NANO = 1e-3;

    @ParameterizedTest
    @EnumSource
    void countsBusyWorkers(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(4)) {
            assertEquals(4, pool.workers());
            Workers.awaitAsleep(pool);
            for (int busyWorkers = 1; busyWorkers <= 4; busyWorkers++) {
                List<Busy> busy = Workers.occupy(pool, busyWorkers);
                // Another worker that was woken counts as active for a moment, until it stops searching.
                while (pool.activeWorkers() != busyWorkers || pool.idleWorkers() != 4 - busyWorkers) {
                    Spin.pause();
                }
                assertEquals(busyWorkers, pool.metrics().snapshot().activeWorkers());
                busy.forEach(Busy::end);
                pool.awaitIdle();
                assertEquals(0, pool.activeWorkers());
                assertEquals(4, pool.idleWorkers());
            }
            assertEquals(10, pool.completedTasks());
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsCompletedTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3)) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                kind.service(pool).execute(() -> {
                    if (number % 10 == 0) {
                        throw new IgnoredException();
                    }
                });
            }
            pool.awaitIdle();
            assertEquals(100, pool.completedTasks());
            if (pool instanceof WorkStealingPool stealing) {
                assertEquals(100, Arrays.stream(stealing.executedPerWorker()).sum());
                assertEquals(3, stealing.executedPerWorker().length);
                assertTrue(stealing.successfulSteals() >= 0);
                assertTrue(stealing.stealAttempts() >= stealing.successfulSteals());
            }
        }
    }

    /** A task that is cancelled before it starts counts as completed, once, and shutdownNow does not list it. */
    @ParameterizedTest
    @EnumSource
    void countsCancelledTasksAsCompleted(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        Busy busy = Workers.occupy(pool, 1).get(0);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            futures.add(kind.service(pool).submit(() -> { }));
        }
        futures.get(0).cancel(true);
        futures.get(2).cancel(false);
        assertEquals(List.of(futures.get(1)), pool.shutdownNow());
        busy.end();
        pool.close();
        assertEquals(3, pool.completedTasks());
    }

    @ParameterizedTest
    @EnumSource
    void doesNotCountRefusedTasks(PoolKind kind) {
        WorkerPool pool = kind.build(1);
        pool.shutdown();
        List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2);
        assertThrows(RejectedExecutionException.class, () -> kind.service(pool).invokeAll(tasks));
        assertThrows(RejectedExecutionException.class, () -> kind.service(pool).invokeAny(tasks));
        assertEquals(0, pool.completedTasks());
    }

    /** A completion service wraps the pool's future in a task of its own. Only that task counts. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void countsATaskInsideATaskOnce(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(pool);
            Busy busy = Workers.occupy(pool, 1).get(0);
            Future<Integer> cancelled = completion.submit(() -> 1);
            cancelled.cancel(true);
            busy.end();
            pool.awaitIdle();
            assertEquals(2, pool.completedTasks());
            pool.submit(() -> completion.submit(() -> 2).get()).get();
            pool.awaitIdle();
            assertEquals(4, pool.completedTasks());
            assertEquals(4, pool.metrics().snapshot().submitted());
        }
    }

    /** The first task succeeds before the second one is submitted, and cancels it. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void countsTasksThatInvokeAnyCancelsBeforeTheirSubmission(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            AnyOf<Integer> any = new AnyOf<>(pool.group(), List.of(() -> 1, () -> 2), future -> {
                pool.execute(future);
                while (!((Future<?>) future).isDone()) {
                    Spin.pause();
                }
            });
            assertEquals(1, any.await());
            pool.awaitIdle();
            assertEquals(2, pool.metrics().snapshot().submitted());
            assertEquals(2, pool.completedTasks());
        }
    }

    /** An exception that is not printed on the console. */
    private static final class IgnoredException extends RuntimeException {

        private static final long serialVersionUID = 1;

        IgnoredException() {
            super("for the count", null, false, false);
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> { });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void measuresAHundredKnownTasks(PoolKind kind) throws Exception {
        long created = System.nanoTime();
        WorkerPool pool = kind.build(2);
        PoolMetrics metrics = pool.metrics();
        assertEquals(0, metrics.snapshot().submitted());
        List<Busy> busy = Workers.occupy(pool, 2);
        for (int i = 0; i < 98; i++) {
            pool.execute(() -> spin(20_000));
        }
        long allQueued = System.nanoTime();
        MetricsSnapshot queued = metrics.snapshot();
        assertEquals(100, queued.submitted());
        assertEquals(0, queued.completed());
        spin(3_000_000);
        long released = System.nanoTime();
        busy.forEach(Busy::end);
        pool.awaitIdle();
        pool.shutdown();
        assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> { }));
        MetricsSnapshot snapshot = metrics.snapshot();
        long nanos = System.nanoTime() - created;

        assertEquals(100, snapshot.submitted());
        assertEquals(100, snapshot.completed());
        // 98 of 100 tasks waited and ran at least this long. A percentile may be off by 1/128.
        assertTrue(snapshot.queueTime().percentileMicros(50) >= (released - allQueued) * MICROS_PER_NANO * 127 / 128,
                snapshot::toString);
        assertTrue(snapshot.queueTime().meanMicros() >= (released - allQueued) * MICROS_PER_NANO * 98 / 100,
                snapshot::toString);
        assertTrue(snapshot.queueTime().maxMicros() <= nanos * MICROS_PER_NANO, snapshot::toString);
        assertTrue(snapshot.runTime().percentileMicros(50) >= 20 * 127.0 / 128, snapshot::toString);
        assertTrue(snapshot.runTime().maxMicros() >= (released - allQueued) * MICROS_PER_NANO,
                "expected at least the run time of the two busy tasks: " + snapshot);
        assertTrue(snapshot.elapsed().compareTo(Duration.ofNanos(nanos)) <= 0, snapshot::toString);
        assertEquals(100 / (snapshot.elapsed().toNanos() * 1e-9), snapshot.tasksPerSecond(),
                1e-3 * snapshot.tasksPerSecond());
        assertEquals(2, snapshot.utilisation().size());
        double busyShare = (double) (released - allQueued) / snapshot.elapsed().toNanos();
        snapshot.utilisation().forEach(share -> assertTrue(share >= busyShare && share <= 1, snapshot::toString));
        assertTrue(snapshot.stealSuccessRate() >= 0 && snapshot.stealSuccessRate() <= 1, snapshot::toString);
        pool.close();
    }

    /** Keeps the thread busy for at least this time. */
    private static void spin(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Spin.pause();
        }
    }

    @EveryPool
    void countsEachWakeUpOfASleepingWorker(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Workers.startAll(pool);
            long before = pool.metrics().snapshot().wakeUps();
            for (int i = 1; i <= 10; i++) {
                pool.execute(() -> { });
                Workers.awaitAsleep(pool);
                assertEquals(before + i, pool.metrics().snapshot().wakeUps());
            }
        }
    }
}
