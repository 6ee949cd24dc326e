package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** The metrics of spare threads: how many were started, and how many there are now. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpareCountsTest {

    private static final Runnable NOTHING = () -> { };

    private static void assertSpares(long started, int current, WorkerPool pool) {
        MetricsSnapshot snapshot = pool.metrics().snapshot();
        assertEquals(started, snapshot.sparesStarted(), snapshot::toString);
        assertEquals(current, snapshot.spares(), snapshot::toString);
    }

    @EveryPool
    void theFirstThreadOfAWorkerIsNoSpare(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertSpares(0, 0, pool);
            Workers.startAll(pool);
            assertSpares(0, 0, pool);
        }
    }

    @EveryPool
    void aThreadThatReplacesABlockedOneIsASpare(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            pool.submit(() -> {
                CountDownLatch other = new CountDownLatch(1);
                pool.execute(other::countDown);
                assertSpares(0, 0, pool);
                Blocking.run(() -> {
                    Await.latch(other);
                    assertSpares(1, 1, pool);
                });
            }).get();
            pool.awaitIdle();
            pool.close();
            assertSpares(1, 0, pool);
        }
    }

    /** The blocked thread hands its worker over to the second thread, the first one that the pool starts besides it. */
    @EveryPool
    void aThreadThatReplacesABlockedOneIsNoSpareIfAWorkerHadNoThread(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            pool.submit(() -> {
                CountDownLatch other = new CountDownLatch(1);
                Blocking.run(() -> {
                    pool.execute(other::countDown);
                    Await.latch(other);
                    assertSpares(0, 0, pool);
                });
            }).get();
        }
    }

    /** The task waits for a future that another thread runs. A third thread starts to run the queued task. */
    @EveryPool
    void aThreadThatReplacesAWaitingOneIsASpare(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Future<?> awaited = pool.submit(() -> Blocking.run(() -> {
                started.countDown();
                Await.latch(release);
            }));
            Await.latch(started);
            Future<?> waiting = pool.submit(() -> {
                pool.execute(release::countDown);
                return awaited.get();
            });
            waiting.get();
            assertEquals(2, pool.metrics().snapshot().sparesStarted(), pool::dump);
            assertEquals(3, pool.metrics().snapshot().threadsStarted(), pool::dump);
        }
    }

    @EveryPool
    void aThreadStartedByTheGuardIsASpare(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(Duration.ofMillis(5)))) {
            List<Busy> busy = Workers.occupy(pool, 2);
            pool.submit(NOTHING).get();
            busy.forEach(Busy::end);
            pool.awaitIdle();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertTrue(snapshot.sparesStarted() > 0, snapshot::toString);
            assertEquals(snapshot.threadsStarted() - 2, snapshot.sparesStarted(), snapshot::toString);
        }
    }

    /** The factory refuses to create the spare for the blocked task. The next submission starts another one. */
    @EveryPool
    void aSpareThatCannotBeStartedIsNotCounted(PoolKind kind) throws Exception {
        AtomicInteger created = new AtomicInteger();
        try (WorkerPool pool = kind.build(1, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> { })
                .threadFactory(runnable -> created.incrementAndGet() == 2 ? null : new Thread(runnable)))) {
            pool.submit(() -> {
                CountDownLatch others = new CountDownLatch(2);
                pool.execute(others::countDown);
                Blocking.run(() -> {
                    assertEquals(2, created.get(), "expected a call of the factory for the spare");
                    assertSpares(0, 0, pool);
                    pool.execute(others::countDown);
                    Await.latch(others);
                    assertSpares(1, 1, pool);
                });
            }).get();
        }
    }

    /** For a moment there are more threads than workers, although no task is blocked: one is still ending. */
    @EveryPool
    void aThreadThatReplacesAnEndingOneIsNoSpare(PoolKind kind) throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (WorkerPool pool = kind.build(1, settings -> settings.keepAlive(Duration.ofMillis(1))
                .listener(new PoolListener() {
                    @Override
                    public void threadEnded() {
                        ending.countDown();
                        Await.latch(mayEnd);
                    }
                }))) {
            pool.execute(NOTHING);
            Await.latch(ending);
            pool.submit(NOTHING).get();
            mayEnd.countDown();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(2, snapshot.largestThreads());
            assertEquals(2, snapshot.threadsStarted());
            assertEquals(0, snapshot.sparesStarted());
        }
    }
}
