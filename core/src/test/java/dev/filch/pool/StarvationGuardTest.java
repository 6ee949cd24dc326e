package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If all workers of a pool are stuck, the starvation guard starts a spare thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarvationGuardTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private static List<Thread> guardThreads(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(pool + "-guard"))
                .toList();
    }

    @EveryPool
    void aSpareThreadRunsQueuedTasks(PoolKind kind) throws Exception {
        AtomicInteger reports = new AtomicInteger();
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(INTERVAL)
                .listener(new PoolListener() {
            @Override
            public void starved() {
                reports.incrementAndGet();
            }
        }))) {
            List<Busy> busy = Workers.occupy(pool, 2);
            CountDownLatch ran = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                pool.execute(ran::countDown);
            }
            Await.latch(ran);
            // The guard calls the listener after it has started the spare thread.
            Await.until(() -> reports.get() > 0 && reports.get() == pool.metrics().snapshot().starvations(),
                    "the listener was called for each starvation");
            busy.forEach(Busy::end);
            pool.awaitIdle();
            assertEquals(102, pool.completedTasks());
        }
    }

    /** The tasks are queued before the worker is stuck, so no later submission arms the guard. */
    @EveryPool
    void workersAlsoArmTheGuard(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL))) {
            CountDownLatch lastTask = new CountDownLatch(1);
            Busy busy = new Busy();
            for (int i = 0; i < 3; i++) {
                pool.execute(busy);
            }
            pool.execute(lastTask::countDown);
            Await.latch(lastTask);
            busy.end();
        }
    }

    /** The pool cannot recognise a join of a completable future as a wait for its own task. */
    @EveryPool
    void tasksThatWaitForEachOtherComplete(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(INTERVAL))) {
            CompletableFuture<Integer> outer = CompletableFuture.supplyAsync(() -> fibonacci(pool, 9), pool);
            assertEquals(34, outer.get());
        }
    }

    private static int fibonacci(WorkerPool pool, int n) {
        if (n < 2) {
            return n;
        }
        CompletableFuture<Integer> starvedPool = CompletableFuture.supplyAsync(() -> fibonacci(pool, n - 1), pool);
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> fibonacci(pool, n - 2), pool);
        return starvedPool.join() + second.join();
    }

    @EveryPool
    void withoutSparesTheGuardOnlyReports(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL).maxSpares(0))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            AtomicInteger ran = new AtomicInteger();
            pool.execute(ran::incrementAndGet);
            Await.until(() -> pool.metrics().snapshot().starvations() >= 2, "the guard reported starvation again");
            assertEquals(0, ran.get());
            busy.end();
        }
    }

    /** The only permitted spare thread fails to start, so the guard must start another. */
    private static void assertSpareIsStartedAgain(PoolKind kind, ThreadFactory failing) throws Exception {
        AtomicInteger created = new AtomicInteger();
        AtomicReference<Throwable> reported = new AtomicReference<>();
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL).maxSpares(1)
                .uncaughtExceptionHandler((thread, thrown) -> reported.set(thrown))
                .threadFactory(runnable -> created.incrementAndGet() == 2
                        ? failing.newThread(runnable) : Together.platformThread(runnable)))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            CountDownLatch ran = new CountDownLatch(1);
            pool.execute(ran::countDown);
            Await.latch(ran);
            busy.end();
            // The failed thread may report later than the next one runs the task.
            Await.until(() -> reported.get() != null, "the failure was reported");
            assertTrue(reported.get().getMessage().contains("no thread could be started"), reported::toString);
            pool.awaitIdle();
        }
    }

    @EveryPool
    void theGuardStartsAnotherSpareIfTheFirstIsTheWrongThread(PoolKind kind) throws Exception {
        assertSpareIsStartedAgain(kind, runnable -> Together.platformThread(Together.platformThread(runnable)::start));
    }

    @EveryPool
    void theGuardTriesAgainIfASpareCannotBeStarted(PoolKind kind) throws Exception {
        for (FactoryFailure failure : FactoryFailure.values()) {
            assertSpareIsStartedAgain(kind, failure::newThread);
        }
    }

    /** The listener waits for room, which only the spare thread can make. */
    @EveryPool
    void aListenerThatWaitsForRoomDoesNotBlockTheGuard(PoolKind kind) throws Exception {
        AtomicReference<WorkerPool> starved = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        PoolListener listener = new PoolListener() {
            @Override
            public void starved() {
                WorkerPool starvedPool = starved.getAndSet(null);
                if (starvedPool != null) {
                    starvedPool.execute(ran::countDown);
                }
            }
        };
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL).listener(listener)
                .queueCapacity(1).whenFull(FullQueuePolicy.block(Duration.ofDays(1))))) {
            starved.set(pool);
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(() -> { });
            Await.latch(ran);
            busy.end();
        }
    }

    @EveryPool
    void aPoolThatMakesProgressIsNotStarved(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(Duration.ofSeconds(20)))) {
            for (int i = 0; i < 10_000; i++) {
                pool.execute(() -> { });
            }
            pool.awaitIdle();
            assertEquals(0, pool.metrics().snapshot().starvations());
            assertTrue(pool.metrics().snapshot().largestThreads() <= 2);
        }
    }

    /** For two intervals, the only worker always has a task and more are queued. */
    @Test
    void aSaturatedPoolThatMakesProgressIsNotStarved() throws Exception {
        try (WorkerPool pool = PoolKind.LIFO.build(1, settings -> settings.starvationGuard(Duration.ofMillis(700)))) {
            for (int i = 0; i < 300; i++) {
                pool.execute(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)));
            }
            pool.awaitIdle();
            assertEquals(0, pool.metrics().snapshot().starvations());
        }
    }

    @EveryPool
    void theThreadOfTheGuardStartsOnDemandAndEndsAfterTheKeepAlive(PoolKind kind) throws Exception {
        String name = "guarded-" + kind;
        try (WorkerPool pool = kind.build(1, settings -> settings.name(name).starvationGuard(INTERVAL)
                .keepAlive(Duration.ofMillis(20)))) {
            pool.submit(() -> { }).get();
            assertEquals(List.of(), guardThreads(name));
            for (int round = 0; round < 2; round++) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                CountDownLatch ran = new CountDownLatch(1);
                pool.execute(ran::countDown);
                Await.latch(ran);
                assertEquals(1, guardThreads(name).size());
                busy.end();
                Await.until(() -> guardThreads(name).isEmpty(), "the thread of the guard ended");
            }
        }
    }

    @EveryPool
    void theThreadOfTheGuardEndsWithThePool(PoolKind kind) throws Exception {
        for (boolean now : new boolean[] {false, true}) {
            String name = "guarded-" + kind + "-" + now;
            WorkerPool pool = kind.build(1,
                    settings -> settings.name(name).starvationGuard(INTERVAL).keepAlive(Duration.ZERO));
            Busy busy = Workers.occupy(pool, 1).get(0);
            CountDownLatch ran = new CountDownLatch(1);
            pool.execute(ran::countDown);
            Await.latch(ran);
            if (now) {
                pool.shutdownNow();
            } else {
                pool.shutdown();
            }
            busy.end();
            Await.end(pool);
            assertEquals(List.of(), guardThreads(name));
        }
    }

    @Test
    void negativeIntervalsAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> WorkStealingPool.builder().starvationGuard(Duration.ofNanos(-1)));
    }
}
