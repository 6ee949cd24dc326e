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

/** What a pool says of its spare threads: how many it has started, and how many it has now. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpareCountsTest {

    private static final Runnable NOTHING = () -> { };

    private static void assertSpares(long started, int now, WorkerPool pool) {
        MetricsSnapshot snapshot = pool.metrics().snapshot();
        assertEquals(started, snapshot.sparesStarted(), snapshot::toString);
        assertEquals(now, snapshot.spares(), snapshot::toString);
    }

    @EveryPool
    void aThreadForAnotherWorkerIsNoSpare(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertSpares(0, 0, pool);
            Workers.startAll(pool);
            assertSpares(0, 0, pool);
        }
    }

    @EveryPool
    void aThreadThatStandsInForABlockedTaskIsASpare(PoolKind kind) throws Exception {
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

    /** The first worker's thread leaves it to the second thread, which the pool has not needed before. */
    @EveryPool
    void aThreadThatStandsInForABlockedTaskWhileAWorkerHadNoneIsNoSpare(PoolKind kind) throws Exception {
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

    /** A wait for a future that another thread runs: the third thread comes for what is queued. */
    @EveryPool
    void aThreadThatStandsInForAWaitingTaskIsASpare(PoolKind kind) throws Exception {
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
    void aThreadThatTheGuardCallsIsASpare(PoolKind kind) throws Exception {
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

    /** The thread that is made for the task's worker is refused; the next submission makes another one. */
    @EveryPool
    void aSpareThatCannotBeStartedDoesNotCount(PoolKind kind) throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (WorkerPool pool = kind.build(1, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> { })
                .threadFactory(runnable -> made.incrementAndGet() == 2 ? null : new Thread(runnable)))) {
            pool.submit(() -> {
                CountDownLatch others = new CountDownLatch(2);
                pool.execute(others::countDown);
                Blocking.run(() -> {
                    assertEquals(2, made.get(), "a thread was made for the worker");
                    assertSpares(0, 0, pool);
                    pool.execute(others::countDown);
                    Await.latch(others);
                    assertSpares(1, 1, pool);
                });
            }).get();
        }
    }

    /** For a moment there are more threads than workers, although no task is blocked. */
    @EveryPool
    void aThreadThatReplacesOneThatIsEndingIsNoSpare(PoolKind kind) throws Exception {
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
