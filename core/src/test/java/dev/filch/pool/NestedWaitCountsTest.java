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

/** How tasks that wait, and tasks that a waiting task runs itself, are counted. */
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

    /**
     * A task that its waiter claims stays in a queue. Workers discard such entries while others steal from the same
     * queue.
     */
    @EveryPool
    void noTaskIsLostWhileClaimedTasksAreStolen(PoolKind kind) throws Exception {
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
    void refusedTasksAreNotCounted(PoolKind kind) throws Exception {
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

    /** The awaited task runs on a thread outside the pool, so only the waiter can keep the pool from being idle. */
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
        Await.until(() -> pool.activeWorkers() == 0, "the waiter gave up its worker");
        assertFalse(pool.awaitIdle(20, TimeUnit.MILLISECONDS), "expected the pool not to be idle while a task waits");
        pool.shutdown();
        assertFalse(pool.awaitTermination(20, TimeUnit.MILLISECONDS),
                "expected the pool not to terminate while a task waits");
        release.countDown();
        waiter.get();
        Await.end(pool);
        assertEquals(3, pool.completedTasks(), "expected the task that ran outside the pool not to be counted");
        outside.join();
    }

    private static void nestedWait(WorkerPool pool, int depth) throws Exception {
        if (depth > 0) {
            pool.submit(() -> {
                nestedWait(pool, depth - 1);
                return null;
            }).get();
        } else {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Each of 20 tasks waits for the next. Only the last one takes long. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED_MEASURED", "LIFO_MEASURED"})
    void theRunTimeOfATaskExcludesTheTasksNestedInIt(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            pool.submit(() -> {
                nestedWait(pool, 20);
                return null;
            });
            pool.awaitIdle();
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            assertEquals(21, snapshot.completed());
            double totalMillis = snapshot.runTime().meanMicros() * 21 / 1000;
            assertTrue(totalMillis >= 49, () -> "expected at least the 50 ms of the last task: " + snapshot);
            assertTrue(totalMillis < 500, () -> "expected the 50 ms of the last task to be counted once: " + snapshot);
        }
    }
}
