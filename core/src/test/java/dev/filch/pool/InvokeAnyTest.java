package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests {@code invokeAny}, called from outside the pool and from its tasks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InvokeAnyTest {

    /** Runs until it is interrupted. */
    private static final class Endless implements Callable<String> {

        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public String call() throws InterruptedException {
            started.countDown();
            try {
                TimeUnit.SECONDS.sleep(50);
                return "was not interrupted";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    private static Callable<String> failing(String message) {
        return () -> {
            throw new IllegalStateException(message);
        };
    }

    @ParameterizedTest
    @EnumSource
    void returnsTheResultOfATaskThatSucceeds(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            ExecutorService service = kind.service(pool);
            assertEquals("good", service.invokeAny(List.of(failing("first"), () -> "good", failing("last"))));
            assertEquals("good",
                    service.invokeAny(List.of(failing("first"), () -> "good"), 50, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelsTheOtherTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Endless endless = new Endless();
            AtomicInteger late = new AtomicInteger();
            assertEquals("good", kind.service(pool).invokeAny(List.<Callable<String>>of(endless, () -> {
                Await.latch(endless.started);
                return "good";
            })));
            Await.latch(endless.interrupted);
            Busy busy = Workers.occupy(pool, 1).get(0);
            Busy second = Workers.occupy(pool, 1).get(0);
            assertThrows(TimeoutException.class, () -> kind.service(pool)
                    .invokeAny(List.of(late::incrementAndGet, late::incrementAndGet), 1, TimeUnit.MILLISECONDS));
            busy.end();
            second.end();
            pool.awaitIdle();
            assertEquals(0, late.get(), "expected no run of tasks cancelled before they started");
        }
    }

    @ParameterizedTest
    @EnumSource
    void throwsTheExceptionOfATaskIfAllTasksFail(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            ExecutionException failure = assertThrows(ExecutionException.class,
                    () -> kind.service(pool).invokeAny(List.of(failing("bad"), failing("bad"))));
            assertEquals("bad", assertInstanceOf(IllegalStateException.class, failure.getCause()).getMessage());
            assertThrows(ExecutionException.class,
                    () -> kind.service(pool).invokeAny(List.of(failing("bad")), 50, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesInvalidArgumentsAndRunsNoTask(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        ExecutorService service = kind.service(pool);
        AtomicInteger runs = new AtomicInteger();
        Callable<Integer> counting = runs::incrementAndGet;
        assertThrows(IllegalArgumentException.class, () -> service.invokeAny(List.of()));
        assertThrows(IllegalArgumentException.class, () -> service.invokeAny(List.of(), 1, TimeUnit.SECONDS));
        assertThrows(NullPointerException.class, () -> service.invokeAny(null));
        assertThrows(NullPointerException.class, () -> service.invokeAny(Arrays.asList(counting, null)));
        assertThrows(NullPointerException.class,
                () -> service.invokeAny(Arrays.asList(counting, null), 1, TimeUnit.SECONDS));
        assertThrows(NullPointerException.class, () -> service.invokeAny(List.of(counting), 1, null));
        pool.awaitIdle();
        assertEquals(0, runs.get(), "expected no task to run if one is null");
        pool.close();
        assertThrows(RejectedExecutionException.class, () -> service.invokeAny(List.of(counting)));
    }

    @EveryPool
    void anInterruptEndsTheWaitAndCancelsTheTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Endless endless = new Endless();
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(
                    () -> end.complete(assertThrows(Throwable.class, () -> pool.invokeAny(List.of(endless)))));
            caller.start();
            Await.latch(endless.started);
            caller.interrupt();
            assertInstanceOf(InterruptedException.class, end.get());
            Await.latch(endless.interrupted);
        }
    }

    @EveryPool
    void aTimeoutCancelsTheTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Endless endless = new Endless();
            assertThrows(TimeoutException.class, () -> {
                while (endless.started.getCount() > 0) {
                    pool.invokeAny(List.of(endless), 5, TimeUnit.MILLISECONDS);
                }
            });
            pool.awaitIdle();
        }
    }

    @EveryPool
    void aTaskThatCallsInvokeAnyRunsTheSubtasksItself(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            assertEquals("good", pool.submit(() -> pool.invokeAny(List.of(failing("first"), () -> "good"))).get());
            assertFalse(pool.submit(() -> Thread.currentThread().isInterrupted()).get());
        }
    }

    /** The calling task may itself have started the endless subtask, which must then be cancelled. */
    @EveryPool
    void aTaskThatCallsInvokeAnyReturnsWhenAnotherThreadSucceeds(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            for (int i = 0; i < 20; i++) {
                Endless endless = new Endless();
                Callable<String> good = () -> {
                    Await.latch(endless.started);
                    return "good";
                };
                assertEquals("good", pool.submit(() -> pool.invokeAny(List.of(endless, good))).get());
                assertTrue(endless.interrupted.await(40, TimeUnit.SECONDS), pool::toString);
            }
        }
    }

    /** The slow subtask ignores interrupts. */
    @EveryPool
    void aTaskThatCallsInvokeAnyDoesNotWaitForASlowSubtask(PoolKind kind) throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        try (WorkerPool pool = kind.build(2)) {
            Callable<String> slow = () -> {
                boolean ended = false;
                for (int i = 0; i < 3 && !ended; i++) {
                    try {
                        ended = decided.await(5, TimeUnit.SECONDS);
                    } catch (InterruptedException cancelled) {
                        // Ignored on purpose.
                    }
                }
                return ended ? "slow" : "the caller waited for the slow subtask";
            };
            try {
                Future<String> result = pool.submit(() -> pool.invokeAny(List.of(slow, () -> "quick")));
                assertEquals("quick", result.get(4, TimeUnit.SECONDS));
            } finally {
                decided.countDown(); // close waits for the slow subtask
            }
        }
    }
}
