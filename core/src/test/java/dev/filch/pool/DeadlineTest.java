package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** Tasks with deadlines. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlineTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATE = Duration.ofHours(1);

    private static void assertExpires(Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(40, TimeUnit.SECONDS));
        assertInstanceOf(TimeoutException.class, failure.getCause());
        assertTrue(future.isDone());
        assertFalse(future.isCancelled(), "expected the future of a late task not to be cancelled");
        assertFalse(future.cancel(true), "expected cancel to return false for a failed future");
    }

    /**
     * Submits a task that blocks, and lets its deadline pass. On a busy machine the deadline may pass before the task
     * starts. If so, this submits it again with twice the time.
     */
    private static void expireWhileItRuns(
            WorkerPool pool, CountDownLatch started, boolean mayInterrupt, Runnable task) {
        for (Duration timeout = SOON; started.getCount() > 0; timeout = timeout.multipliedBy(2)) {
            assertExpires(pool.submitWithin(timeout, () -> {
                started.countDown();
                task.run();
                return null;
            }, mayInterrupt));
        }
    }

    /** Waits for the counter: a late task is counted just after its future has failed. */
    private static void awaitExpired(WorkerPool pool, int expected) {
        Await.until(() -> pool.metrics().snapshot().expired() >= expected, "the late tasks were counted");
        assertEquals(expected, pool.metrics().snapshot().expired());
    }

    @EveryPool
    void aTaskThatEndsInTimeReturnsItsResult(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals("result", pool.submitWithin(LATE, () -> "result").get());
            AtomicBoolean ran = new AtomicBoolean();
            pool.submitWithin(LATE, () -> ran.set(true)).get();
            assertTrue(ran.get());
            Exception thrown = new Exception("made up");
            Future<?> failing = pool.submitWithin(LATE, (Callable<Void>) () -> {
                throw thrown;
            });
            assertSame(thrown, assertThrows(ExecutionException.class, failing::get).getCause());
        }
    }

    @EveryPool
    void aLateTaskThatHasNotStartedNeverRuns(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            AtomicInteger runs = new AtomicInteger();
            Future<?> late = pool.submitWithin(SOON, runs::incrementAndGet);
            assertExpires(late);
            busy.end();
            pool.awaitIdle();
            assertEquals(0, runs.get(), "expected the late task not to run");
            assertEquals(2, pool.completedTasks(), "expected the late task to be counted when a worker drops it");
            awaitExpired(pool, 1);
            assertEquals(0, pool.metrics().snapshot().overran());
        }
    }

    @EveryPool
    void aLateTaskThatRunsGoesOnByDefault(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CountDownLatch release = new CountDownLatch(1);
            AtomicBoolean ended = new AtomicBoolean();
            expireWhileItRuns(pool, new CountDownLatch(1), false, () -> {
                Await.latch(release);
                ended.set(true);
            });
            assertFalse(ended.get());
            release.countDown();
            pool.awaitIdle();
            assertTrue(ended.get(), "expected the task to end normally, without an interrupt");
            Await.until(() -> pool.metrics().snapshot().overran() == 1, "the task was counted as late");
            assertEquals(pool.metrics().snapshot().expired() + 1, pool.completedTasks());
        }
    }

    @EveryPool
    void theInterruptReachesTheLateTaskAndNotTheNextOne(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CountDownLatch interrupted = new CountDownLatch(1);
            expireWhileItRuns(pool, new CountDownLatch(1), true, () -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
            Await.latch(interrupted);
            assertFalse(pool.submit(() -> Thread.currentThread().isInterrupted()).get(),
                    "expected the interrupt not to reach the next task");
        }
    }

    /**
     * The late task waits for an inner task that its thread runs. The interrupt is delayed until the inner task has
     * ended.
     */
    @EveryPool
    void theInterruptDoesNotReachATaskNestedInTheLateOne(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            CountDownLatch innerRuns = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            AtomicBoolean innerInterrupted = new AtomicBoolean();
            AtomicBoolean outerInterrupted = new AtomicBoolean();
            expireWhileItRuns(pool, innerRuns, true, () -> {
                try {
                    pool.submit(() -> {
                        innerRuns.countDown();
                        Await.latch(release);
                        innerInterrupted.set(Thread.currentThread().isInterrupted());
                    }).get();
                    outerInterrupted.set(Thread.currentThread().isInterrupted());
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError(e);
                }
            });
            release.countDown();
            pool.awaitIdle();
            assertFalse(innerInterrupted.get(), "expected no interrupt in the inner task");
            assertTrue(outerInterrupted.get(), "expected an interrupt in the outer task");
        }
    }

    @EveryPool
    void aLateFutureFailsEvenIfAllWorkersAreBlockedAndNoThreadWaits(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(0))) {
            List<Busy> all = Workers.occupy(pool, 2);
            Future<?> late = pool.submitWithin(SOON, () -> { });
            Await.until(late::isDone, "the deadline failed the future");
            all.forEach(Busy::end);
        }
    }

    @EveryPool
    void aTaskWithoutTimeNeverRuns(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            AtomicInteger runs = new AtomicInteger();
            assertExpires(pool.submitWithin(Duration.ZERO, runs::incrementAndGet));
            assertExpires(pool.submitWithin(Duration.ofSeconds(Long.MIN_VALUE), runs::incrementAndGet));
            pool.awaitIdle();
            assertEquals(0, runs.get());
            assertEquals(2, pool.metrics().snapshot().expired());
            assertEquals(0, pool.completedTasks(), "expected the tasks not to be queued");
        }
    }

    @EveryPool
    void veryLongTimeoutsDoNotOverflow(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Future<String> patient = pool.submitWithin(Duration.ofSeconds(Long.MAX_VALUE), () -> "result");
            Future<String> years = pool.submitWithin(Duration.ofDays(100_000), () -> "result");
            assertExpires(pool.submitWithin(SOON, () -> "late"));
            busy.end();
            assertEquals("result", patient.get());
            assertEquals("result", years.get());
        }
    }

    @EveryPool
    void submitWithinRefusesWhatSubmitRefuses(PoolKind kind) {
        WorkerPool pool = kind.build(1);
        assertThrows(NullPointerException.class, () -> pool.submitWithin(null, () -> "result"));
        assertThrows(NullPointerException.class, () -> pool.submitWithin(LATE, (Callable<String>) null));
        assertThrows(NullPointerException.class, () -> pool.submitWithin(LATE, (Runnable) null));
        pool.close();
        assertThrows(RejectedExecutionException.class, () -> pool.submitWithin(LATE, () -> "result"));
        assertThrows(RejectedExecutionException.class, () -> pool.submitWithin(Duration.ZERO, () -> "result"));
        assertEquals(0, pool.metrics().snapshot().expired());
        assertEquals(2, pool.metrics().snapshot().refused());
    }

    @EveryPool
    void aCancelledOrListedFutureIsNotCountedAsExpired(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        Busy busy = Workers.occupy(pool, 1).get(0);
        Future<?> cancelled = pool.submitWithin(SOON, () -> { });
        Future<?> listed = pool.submitWithin(Duration.ofMillis(200), () -> { });
        assertTrue(cancelled.cancel(false));
        assertEquals(List.of(listed), pool.shutdownNow());
        assertThrows(CancellationException.class, cancelled::get);
        Await.until(listed::isDone, "the listed future failed at its deadline");
        assertExpires(listed);
        assertTrue(cancelled.isCancelled());
        assertEquals(0, pool.metrics().snapshot().expired());
        busy.end();
        Await.end(pool);
    }

    @EveryPool
    void aSubmissionThatWaitsForRoomEndsAtTheDeadline(PoolKind kind) throws Exception {
        FullQueuePolicy policy = FullQueuePolicy.block(LATE);
        try (WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(1).whenFull(policy))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(() -> { });
            AtomicInteger runs = new AtomicInteger();
            assertExpires(pool.submitWithin(SOON, runs::incrementAndGet));
            busy.end();
            pool.awaitIdle();
            assertEquals(0, runs.get());
            assertEquals(2, pool.completedTasks());
            assertEquals(0, pool.queuedTasks());
        }
    }

    @EveryPool
    void aRefusedTaskHasNoDeadline(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(1))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(() -> { });
            assertThrows(RejectedExecutionException.class, () -> pool.submitWithin(SOON, () -> { }));
            busy.end();
            pool.awaitIdle();
            Busy again = Workers.occupy(pool, 1).get(0);
            assertExpires(pool.submitWithin(Duration.ofMillis(40), () -> { }));
            awaitExpired(pool, 1);
            again.end();
        }
    }

    /** The deadlines of the late tasks are watched together with those of many others, most of them done. */
    @EveryPool
    void aFewLateTasksAmongManyFail(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            List<Future<Integer>> inTime = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                int number = i;
                inTime.add(pool.submitWithin(LATE.minusMillis(i), () -> number));
            }
            for (int i = 0; i < inTime.size(); i++) {
                assertEquals(i, inTime.get(i).get());
            }
            Workers.occupy(pool, 1).get(0).end();
            List<Busy> other = Workers.occupy(pool, 1);
            List<Future<?>> late = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                late.add(pool.submitWithin(SOON.plusMillis(i % 7), () -> { }));
            }
            late.forEach(DeadlineTest::assertExpires);
            busy.end();
            other.forEach(Busy::end);
        }
    }

    @EveryPool
    void anExceptionFromInterruptDoesNotStopTheDeadlines(PoolKind kind) throws Exception {
        Queue<Throwable> handled = new ConcurrentLinkedQueue<>();
        IllegalStateException madeUp = new IllegalStateException("made up");
        AtomicBoolean throwing = new AtomicBoolean(true);
        WorkerPool pool = kind.build(1, settings -> settings
                .uncaughtExceptionHandler((thread, thrown) -> handled.add(thrown))
                .threadFactory(runnable -> new Thread(runnable) {
                    @Override
                    public void interrupt() {
                        if (throwing.get()) {
                            throw madeUp;
                        }
                        super.interrupt();
                    }
                }));
        CountDownLatch release = new CountDownLatch(1);
        expireWhileItRuns(pool, new CountDownLatch(1), true, () -> Await.latch(release));
        Await.until(() -> handled.contains(madeUp), "the handler received the exception");
        assertExpires(pool.submitWithin(SOON, () -> { }));
        throwing.set(false);
        release.countDown();
        pool.close();
    }
}
