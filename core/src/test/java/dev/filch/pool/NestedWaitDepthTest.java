package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How deeply waits may nest: as far as spare threads and the stack allow. A deeper wait fails with an exception. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedWaitDepthTest {

    private static final long LARGE_STACK = 64L << 20;

    /** Submits a subtask and waits for it, recursively. */
    private static int recurseByGet(ExecutorService pool, int depth) throws Exception {
        return depth == 0 ? 0 : pool.submit(() -> recurseByGet(pool, depth - 1)).get() + 1;
    }

    /** As {@link #recurseByGet}, but each level also waits for a task that another thread has started. */
    private static int recurseByGetWithParkedWait(ExecutorService pool, int depth) throws Exception {
        if (depth == 0) {
            return 0;
        }
        CountDownLatch started = new CountDownLatch(1);
        Future<?> elsewhere = pool.submit(started::countDown);
        Blocking.call(() -> {
            started.await();
            return elsewhere.get();
        });
        return pool.submit(() -> recurseByGetWithParkedWait(pool, depth - 1)).get() + 1;
    }

    private static int recurseByInvokeAny(ExecutorService pool, int depth) throws Exception {
        Callable<Integer> subtask = () -> recurseByInvokeAny(pool, depth - 1);
        return depth == 0 ? 0 : pool.invokeAny(List.of(subtask)) + 1;
    }

    private static Thread threadWithLargeStack(Runnable runnable) {
        Thread thread = new Thread(null, runnable, "large stack", LARGE_STACK);
        thread.setDaemon(true);
        return thread;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** Uses only the pool's own threads, as threads from a factory may have smaller stacks. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOREIGN_THREADS")
    void oneWorkerWithoutSparesCompletesARecursionOf500(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            ExecutorService service = kind.service(pool);
            assertEquals(500, service.submit(() -> recurseByGet(service, 500)).get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecursionOf10000CompletesOnSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            ExecutorService service = kind.service(pool);
            assertEquals(10_000, service.submit(() -> recurseByGet(service, 10_000)).get());
            pool.awaitIdle();
            assertEquals(10_001, pool.completedTasks());
        }
    }

    /** A thread whose wait has parked may resume without a worker. Its stack is as short as before. */
    @ParameterizedTest
    @EnumSource
    void aRecursionWhoseWaitsParkCompletesOnSpares(PoolKind kind) throws Exception {
        int depth = 600;
        try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(depth + 1))) {
            ExecutorService service = kind.service(pool);
            assertEquals(depth, service.submit(() -> recurseByGetWithParkedWait(service, depth)).get());
            pool.awaitIdle();
            assertEquals(2 * depth + 1, pool.completedTasks());
        }
    }

    @EveryPool
    void aRecursionOf10000CompletesOnALargeStack(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(0).stackSize(LARGE_STACK))) {
            assertEquals(10_000, pool.submit(() -> recurseByGet(pool, 10_000)).get());
        }
    }

    @EveryPool
    void withoutSparesATooDeepWaitIsRejectedWithTheReason(PoolKind kind) throws Exception {
        for (int workers = 1; workers <= 2; workers++) {
            try (WorkerPool pool = kind.build(workers, settings -> settings.maxSpares(0))) {
                Future<Integer> recursion = pool.submit(() -> recurseByGet(pool, 5_000));
                Throwable cause = root(assertThrows(ExecutionException.class, recursion::get));
                assertInstanceOf(RejectedExecutionException.class, cause);
                assertTrue(cause.getMessage().contains("nested"), cause::getMessage);
                pool.awaitIdle();
                assertEquals(3, pool.submit(() -> recurseByGet(pool, 3)).get(), "expected the pool to go on");
            }
        }
    }

    @EveryPool
    void withoutSparesATooDeepInvokeAnyIsRejected(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings ->
                settings.maxSpares(0).threadFactory(NestedWaitDepthTest::threadWithLargeStack))) {
            Future<Integer> recursion = pool.submit(() -> recurseByInvokeAny(pool, 1_000));
            assertInstanceOf(RejectedExecutionException.class,
                    root(assertThrows(ExecutionException.class, recursion::get)));
            pool.awaitIdle();
            assertEquals(3, pool.submit(() -> recurseByInvokeAny(pool, 3)).get(), "expected the pool to go on");
        }
    }

    @EveryPool
    void withoutSparesAWaitForARunningTaskParksAndCompletes(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(0))) {
            Busy busy = new Busy();
            Future<?> awaited = pool.submit(busy);
            busy.awaitStart();
            Thread[] thread = new Thread[1];
            CountDownLatch waiting = new CountDownLatch(1);
            Future<?> waiter = pool.submit(() -> {
                thread[0] = Thread.currentThread();
                waiting.countDown();
                return awaited.get();
            });
            Await.latch(waiting);
            Await.parked(thread[0]);
            Future<Integer> behind = pool.submit(() -> 5);
            busy.end();
            waiter.get();
            assertEquals(5, behind.get());
        }
    }

    /** More tasks wait than there may be spares. The last ones keep their workers. */
    @EveryPool
    void waitsBeyondTheMaximumOfSparesComplete(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3, settings -> settings.maxSpares(2))) {
            Busy busy = new Busy();
            Future<?> awaited = pool.submit(busy);
            busy.awaitStart();
            CountDownLatch waiting = new CountDownLatch(4);
            List<Future<?>> waiters = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiters.add(pool.submit(() -> {
                    waiting.countDown();
                    return awaited.get();
                }));
            }
            // Two waiters give up their workers. Two keep theirs, and so does the awaited task, so four waiters start.
            Await.latch(waiting);
            busy.end();
            for (Future<?> waiter : waiters) {
                waiter.get();
            }
        }
    }
}
