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

/** A pool whose workers are all stuck gets help. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarvationGuardTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private static List<Thread> guards(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(pool + "-guard"))
                .toList();
    }

    @EveryPool
    void aSpareThreadRunsQueuedTasks(PoolKind kind) throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(INTERVAL).listener(new PoolListener() {
            @Override
            public void starved() {
                told.incrementAndGet();
            }
        }))) {
            List<Busy> busy = Workers.occupy(pool, 2);
            CountDownLatch ran = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                pool.execute(ran::countDown);
            }
            Await.latch(ran);
            // It is told after the spare thread was called.
            Await.until(() -> told.get() > 0 && told.get() == pool.metrics().snapshot().starvations(), "it is not told");
            busy.forEach(Busy::end);
            pool.awaitIdle();
            assertEquals(102, pool.completedTasks());
        }
    }

    /** The tasks come before the workers are stuck: no later submission tells the guard. */
    @EveryPool
    void theGuardIsArmedByWorkersToo(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL))) {
            CountDownLatch last = new CountDownLatch(1);
            Busy busy = new Busy();
            for (int i = 0; i < 3; i++) {
                pool.execute(busy);
            }
            pool.execute(last::countDown);
            Await.latch(last);
            busy.end();
        }
    }

    /** What the pool cannot see to be a wait for its own tasks. */
    @EveryPool
    void tasksThatWaitForEachOtherFinish(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(INTERVAL))) {
            CompletableFuture<Integer> outer = CompletableFuture.supplyAsync(() -> fibonacci(pool, 9), pool);
            assertEquals(34, outer.get());
        }
    }

    private static int fibonacci(WorkerPool pool, int n) {
        if (n < 2) {
            return n;
        }
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> fibonacci(pool, n - 1), pool);
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> fibonacci(pool, n - 2), pool);
        return first.join() + second.join();
    }

    @EveryPool
    void withoutSparesItOnlyTells(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL).maxSpares(0))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            AtomicInteger ran = new AtomicInteger();
            pool.execute(ran::incrementAndGet);
            Await.until(() -> pool.metrics().snapshot().starvations() >= 2, "it tells again and again");
            assertEquals(0, ran.get());
            busy.end();
        }
    }

    /** The only spare thread that is allowed does not come, so the guard calls it again. */
    private static void assertCalledAgain(PoolKind kind, ThreadFactory failing) throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicReference<Throwable> reported = new AtomicReference<>();
        try (WorkerPool pool = kind.build(1, settings -> settings.starvationGuard(INTERVAL).maxSpares(1)
                .uncaughtExceptionHandler((thread, thrown) -> reported.set(thrown))
                .threadFactory(runnable -> made.incrementAndGet() == 2
                        ? failing.newThread(runnable) : Together.platformThread(runnable)))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            CountDownLatch ran = new CountDownLatch(1);
            pool.execute(ran::countDown);
            Await.latch(ran);
            busy.end();
            // The thread that did not come may report later than the next one runs the task.
            Await.until(() -> reported.get() != null, "the failure is not reported");
            assertTrue(reported.get().getMessage().contains("no thread could be started"), reported::toString);
            pool.awaitIdle();
        }
    }

    @EveryPool
    void aSpareThreadThatDoesNotComeIsCalledAgain(PoolKind kind) throws Exception {
        assertCalledAgain(kind, runnable -> Together.platformThread(Together.platformThread(runnable)::start));
    }

    @EveryPool
    void aSpareThreadThatCannotBeStartedIsCalledAgain(PoolKind kind) throws Exception {
        for (FactoryFailure failure : FactoryFailure.values()) {
            assertCalledAgain(kind, failure::newThread);
        }
    }

    /** Only the spare thread makes room. */
    @EveryPool
    void aListenerThatWaitsForRoomHoldsUpNoHelp(PoolKind kind) throws Exception {
        AtomicReference<WorkerPool> starved = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        PoolListener listener = new PoolListener() {
            @Override
            public void starved() {
                WorkerPool first = starved.getAndSet(null);
                if (first != null) {
                    first.execute(ran::countDown);
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
    void aPoolThatMakesProgressGetsNoHelp(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.starvationGuard(Duration.ofSeconds(20)))) {
            for (int i = 0; i < 10_000; i++) {
                pool.execute(() -> { });
            }
            pool.awaitIdle();
            assertEquals(0, pool.metrics().snapshot().starvations());
            assertTrue(pool.metrics().snapshot().largestThreads() <= 2);
        }
    }

    /** Its only worker always has a task, and more are queued, for two intervals. */
    @Test
    void aSaturatedPoolThatMakesProgressGetsNoHelp() throws Exception {
        try (WorkerPool pool = PoolKind.LIFO.build(1, settings -> settings.starvationGuard(Duration.ofMillis(700)))) {
            for (int i = 0; i < 300; i++) {
                pool.execute(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)));
            }
            pool.awaitIdle();
            assertEquals(0, pool.metrics().snapshot().starvations());
        }
    }

    /** It is started when it is needed, and ends after the keep-alive. */
    @EveryPool
    void theGuardsThreadComesAndGoes(PoolKind kind) throws Exception {
        String name = "guarded-" + kind;
        try (WorkerPool pool = kind.build(1, settings -> settings.name(name).starvationGuard(INTERVAL)
                .keepAlive(Duration.ofMillis(20)))) {
            pool.submit(() -> { }).get();
            assertEquals(List.of(), guards(name));
            for (int round = 0; round < 2; round++) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                CountDownLatch ran = new CountDownLatch(1);
                pool.execute(ran::countDown);
                Await.latch(ran);
                assertEquals(1, guards(name).size());
                busy.end();
                Await.until(() -> guards(name).isEmpty(), "the guard's thread ends");
            }
        }
    }

    @EveryPool
    void theGuardsThreadEndsWithThePool(PoolKind kind) throws Exception {
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
            assertEquals(List.of(), guards(name));
        }
    }

    @Test
    void negativeIntervalsAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> WorkStealingPool.builder().starvationGuard(Duration.ofNanos(-1)));
    }
}
