package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests {@code invokeAll}, and the arguments and states in which every method refuses a task. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InvokeAllTest {

    @ParameterizedTest
    @EnumSource
    void returnsDoneFuturesInTheOrderOfTheTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            ExecutorService service = kind.service(pool);
            List<Callable<Integer>> tasks = List.of(() -> 1, () -> {
                throw new IllegalStateException("bad");
            }, () -> 3);
            for (List<Future<Integer>> futures : List.of(service.invokeAll(tasks),
                    service.invokeAll(tasks, 50, TimeUnit.SECONDS))) {
                assertTrue(futures.stream().allMatch(Future::isDone), "expected all futures to be done");
                assertEquals(1, futures.get(0).get());
                assertInstanceOf(IllegalStateException.class,
                        assertThrows(ExecutionException.class, () -> futures.get(1).get()).getCause());
                assertEquals(3, futures.get(2).get());
            }
            assertEquals(List.of(), service.invokeAll(List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelsTasksThatAreNotDoneInTime(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CountDownLatch interrupted = new CountDownLatch(1);
            AtomicInteger late = new AtomicInteger();
            Busy busy = Workers.occupy(pool, 1).get(0);
            List<Future<Integer>> queued = kind.service(pool)
                    .invokeAll(List.of(late::incrementAndGet, late::incrementAndGet), 5, TimeUnit.MILLISECONDS);
            assertTrue(queued.stream().allMatch(Future::isCancelled), "expected all futures to be cancelled");
            busy.end();
            pool.awaitIdle();
            assertEquals(0, late.get());
            CountDownLatch started = new CountDownLatch(1);
            Callable<Boolean> endless = () -> {
                started.countDown();
                assertThrows(InterruptedException.class, () -> TimeUnit.SECONDS.sleep(50));
                interrupted.countDown();
                return true;
            };
            while (started.getCount() > 0) {
                kind.service(pool).invokeAll(List.of(endless), 20, TimeUnit.MILLISECONDS);
            }
            Await.latch(interrupted);
        }
    }

    @EveryPool
    void anInterruptEndsTheWaitAndCancelsTheTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            Callable<Boolean> endless = () -> {
                started.countDown();
                assertThrows(InterruptedException.class, () -> TimeUnit.SECONDS.sleep(50));
                interrupted.countDown();
                return true;
            };
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(
                    () -> end.complete(assertThrows(Throwable.class, () -> pool.invokeAll(List.of(endless)))));
            caller.start();
            Await.latch(started);
            caller.interrupt();
            assertInstanceOf(InterruptedException.class, end.get());
            Await.latch(interrupted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefusedAndNothingIsQueued(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            ExecutorService service = kind.service(pool);
            assertThrows(NullPointerException.class, () -> service.execute(null));
            assertThrows(NullPointerException.class, () -> service.submit((Runnable) null));
            assertThrows(NullPointerException.class, () -> service.submit((Callable<?>) null));
            assertThrows(NullPointerException.class, () -> service.submit(null, 1));
            assertThrows(NullPointerException.class, () -> service.invokeAll(null));
            assertThrows(NullPointerException.class, () -> service.invokeAll(Arrays.asList((Callable<?>) null)));
            pool.awaitIdle();
            assertEquals(0, pool.completedTasks());
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAShutdownEverySubmissionIsRefused(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        service.shutdown();
        for (int round = 0; round < 2; round++) {
            assertTrue(service.isShutdown());
            assertThrows(RejectedExecutionException.class, () -> service.execute(() -> { }));
            assertThrows(RejectedExecutionException.class, () -> service.submit(() -> 1));
            assertThrows(RejectedExecutionException.class, () -> service.invokeAll(List.of(() -> 1)));
            busy.end();
            Await.end(pool);
        }
        assertTrue(service.isTerminated());
        assertEquals(List.of(), service.shutdownNow());
        pool.close();
        assertEquals(1, pool.completedTasks());
    }
}
