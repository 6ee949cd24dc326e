package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tasks that wait, and tasks that waiters run, count as. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedWaitCountsTest {

    private final AtomicInteger submitted = new AtomicInteger();

    private int fibonacci(ExecutorService pool, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        submitted.addAndGet(2);
        Future<Integer> first = pool.submit(() -> fibonacci(pool, n - 1));
        Future<Integer> second = pool.submit(() -> fibonacci(pool, n - 2));
        return first.get() + second.get();
    }

    @ParameterizedTest
    @EnumSource
    void eachTaskCountsOnceWhetherClaimedOrNot(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.timing(TaskTiming.EVERY_TASK))) {
            submitted.incrementAndGet();
            ExecutorService service = kind.service(pool);
            assertEquals(610, service.submit(() -> fibonacci(service, 15)).get());
            pool.awaitIdle();
            assertEquals(submitted.get(), pool.completedTasks());
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(submitted.get(), snapshot.submitted());
            assertEquals(submitted.get(), snapshot.completed());
        }
    }

    /** Workers discard the copies of claimed tasks from their queues while others steal from these. */
    @EveryPool
    void noTaskIsLostBesideClaimedOnesThatOthersSteal(PoolKind kind) throws Exception {
        int parents = 20_000;
        try (WorkerPool pool = kind.build(3)) {
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < parents; i++) {
                pool.submit(() -> {
                    Future<Integer> claimed = pool.submit(ran::incrementAndGet);
                    pool.execute(ran::incrementAndGet);
                    pool.execute(ran::incrementAndGet);
                    return claimed.get();
                });
            }
            pool.awaitIdle();
            assertEquals(3 * parents, ran.get());
            assertEquals(4 * parents, pool.completedTasks());
        }
    }

    @EveryPool
    void aTaskCancelledBeforeItStartsCountsOnce(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            for (int i = 0; i < 10; i++) {
                assertTrue(pool.submit(() -> 1).cancel(i % 2 == 0));
            }
            busy.end();
            pool.awaitIdle();
            assertEquals(11, pool.completedTasks());
        }
    }

    @EveryPool
    void tasksThatWereNeverAcceptedDoNotCount(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1, settings -> settings.timing(TaskTiming.EVERY_TASK));
        pool.shutdown();
        Await.end(pool);
        assertThrows(RejectedExecutionException.class, () -> pool.invokeAny(List.of(() -> 1, () -> 2)));
        assertThrows(RejectedExecutionException.class, () -> pool.invokeAll(List.of(() -> 1, () -> 2)));
        assertThrows(RejectedExecutionException.class,
                () -> pool.invokeAll(List.of(() -> 1, () -> 2), 1, TimeUnit.SECONDS));
        assertEquals(0, pool.completedTasks());
        assertEquals(0, pool.metrics().snapshot().submitted());
    }

    /** The awaited task runs outside of the pool, so that nothing in the pool is active except the waiter. */
    @EveryPool
    void aTaskThatWaitsCountsAsRunning(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        List<Busy> busy = Workers.occupy(pool, 2);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Future<?> awaited = pool.submit(() -> {
            running.countDown();
            Await.latch(release);
        });
        Thread outside = new Thread((RunnableFuture<?>) awaited);
        outside.start();
        Await.latch(running);
        busy.forEach(Busy::end);
        pool.awaitIdle();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Future<?> waiter = pool.submit(() -> {
            thread.complete(Thread.currentThread());
            return awaited.get();
        });
        Await.parked(thread.get());
        Await.until(() -> pool.activeWorkers() == 0, "the waiter keeps its worker");
        assertFalse(pool.awaitIdle(20, TimeUnit.MILLISECONDS), "idle beside a task that waits");
        pool.shutdown();
        assertFalse(pool.awaitTermination(20, TimeUnit.MILLISECONDS), "terminated beside a task that waits");
        release.countDown();
        waiter.get();
        Await.end(pool);
        assertEquals(3, pool.completedTasks(), "what ran outside is not the pool's");
        outside.join();
    }

    private static void waitFor(WorkerPool pool, int depth) throws Exception {
        if (depth > 0) {
            pool.submit(() -> {
                waitFor(pool, depth - 1);
                return null;
            }).get();
        } else {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Each of twenty tasks waits for the next; only the last takes long. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void theRunTimeOfATaskLeavesOutThoseThatRanOnTopOfIt(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            pool.submit(() -> {
                waitFor(pool, 20);
                return null;
            });
            pool.awaitIdle();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(21, snapshot.completed());
            double totalMillis = snapshot.runTime().meanMicros() * 21 / 1000;
            assertTrue(totalMillis >= 49, () -> "the last task took 50 ms: " + snapshot);
            assertTrue(totalMillis < 500, () -> "counted many times: " + snapshot);
        }
    }
}
