package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
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

/** Shutdown and termination in a fixed sequence of calls. {@link ShutdownRaceTest} covers races. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownTest {

    private static final long TIMEOUT_SECONDS = 20;

    private static void assertTerminates(ExecutorService service, WorkerPool pool) throws InterruptedException {
        assertTrue(service.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS), pool::toString);
        assertTrue(service.isShutdown());
        assertTrue(service.isTerminated());
        Workers.join(pool);
        assertEquals(0, pool.activeWorkers());
        assertEquals(pool.workers(), pool.idleWorkers());
    }

    @ParameterizedTest
    @EnumSource
    void queuedTasksRunAfterShutdown(PoolKind kind) throws Exception {
        for (int workers : new int[] {1, 3}) {
            WorkerPool pool = kind.build(workers);
            ExecutorService service = kind.service(pool);
            assertFalse(service.isShutdown());
            List<Busy> busy = Workers.occupy(pool, workers);
            AtomicInteger runs = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                service.execute(runs::incrementAndGet);
            }
            service.shutdown();
            assertTrue(service.isShutdown());
            assertFalse(service.isTerminated());
            assertFalse(service.awaitTermination(0, TimeUnit.SECONDS));
            assertEquals(0, runs.get());
            busy.forEach(Busy::end);
            assertTerminates(service, pool);
            assertEquals(100, runs.get());
            assertEquals(100 + workers, pool.completedTasks());
            assertFalse(busy.stream().anyMatch(Busy::wasInterrupted));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdlePoolTerminatesAtOnce(PoolKind kind) throws Exception {
        for (int workers : new int[] {1, 2, 5}) {
            WorkerPool fresh = kind.build(workers);
            fresh.shutdown();
            assertTerminates(kind.service(fresh), fresh);
            WorkerPool asleep = kind.build(workers);
            Workers.startAll(asleep);
            asleep.shutdown();
            assertTerminates(kind.service(asleep), asleep);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shutdownMayBeRepeated(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        service.shutdown();
        service.shutdown();
        busy.end();
        assertTerminates(service, pool);
        service.shutdown();
        assertEquals(List.of(), service.shutdownNow());
        pool.close();
        assertTerminates(service, pool);
    }

    @ParameterizedTest
    @EnumSource
    void tasksAreRefusedAfterShutdown(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        ExecutorService service = kind.service(pool);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch shutDown = new CountDownLatch(1);
        Future<RejectedExecutionException> fromInside = service.submit(() -> {
            shutDown.await();
            return assertThrows(RejectedExecutionException.class, () -> service.execute(runs::incrementAndGet));
        });
        service.shutdown();
        for (int i = 0; i < 3; i++) {
            assertThrows(RejectedExecutionException.class, () -> service.execute(runs::incrementAndGet));
            assertThrows(RejectedExecutionException.class, () -> service.submit(runs::incrementAndGet));
        }
        shutDown.countDown();
        String message = fromInside.get().getMessage();
        assertTrue(message.contains(kind.toString()), message);
        assertTerminates(service, pool);
        assertThrows(RejectedExecutionException.class, () -> service.execute(runs::incrementAndGet));
        assertThrows(RejectedExecutionException.class, () -> service.invokeAll(List.of(runs::incrementAndGet)));
        assertThrows(NullPointerException.class, () -> service.execute(null));
        assertEquals(0, runs.get());
        assertEquals(1, pool.completedTasks());
    }

    @ParameterizedTest
    @EnumSource
    void aTaskMayShutDownItsOwnPool(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        ExecutorService service = kind.service(pool);
        AtomicInteger runs = new AtomicInteger();
        Future<Boolean> ended = service.submit(() -> {
            for (int i = 0; i < 10; i++) {
                service.execute(runs::incrementAndGet);
            }
            service.shutdown();
            assertThrows(RejectedExecutionException.class, () -> service.execute(runs::incrementAndGet));
            return service.awaitTermination(0, TimeUnit.SECONDS);
        });
        assertTerminates(service, pool);
        assertFalse(ended.get());
        assertEquals(10, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void awaitTerminationReturnsFalseAtATimeoutAndThrowsIfInterrupted(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        assertFalse(service.awaitTermination(1, TimeUnit.MILLISECONDS), "expected false before shutdown");
        service.shutdown();
        for (long nanos : new long[] {Long.MIN_VALUE, -1, 0, 1, 2_000_000}) {
            assertFalse(service.awaitTermination(nanos, TimeUnit.NANOSECONDS));
        }
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> service.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        assertFalse(Thread.interrupted());
        CountDownLatch wasInterrupted = new CountDownLatch(1);
        Together.Running<Boolean> waiter = Together.start(() -> {
            assertThrows(InterruptedException.class, () -> service.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS));
            wasInterrupted.countDown();
            return service.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }).awaitParkedTimed();
        waiter.thread().interrupt();
        wasInterrupted.await();
        busy.end();
        assertTrue(waiter.join());
        assertTerminates(service, pool);
        Thread.currentThread().interrupt();
        assertTrue(service.awaitTermination(0, TimeUnit.SECONDS),
                "expected a terminated pool to return true even if interrupted");
        assertTrue(Thread.interrupted());
    }

    @ParameterizedTest
    @EnumSource
    void allThreadsThatAwaitTerminationReturn(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        List<Together.Running<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(Together.start(() -> service.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .awaitParkedTimed());
        }
        Together.Running<Boolean> idleWaiter = Together.start(() -> {
            pool.awaitIdle();
            return true;
        }).awaitParked();
        service.shutdown();
        busy.end();
        for (Together.Running<Boolean> waiter : waiters) {
            assertTrue(waiter.join());
        }
        assertTrue(idleWaiter.join());
        pool.awaitIdle();
        assertTrue(pool.awaitIdle(0, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void closeWaitsForQueuedTasks(PoolKind kind) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        WorkerPool closedPool;
        try (WorkerPool pool = kind.build(2)) {
            closedPool = pool;
            ExecutorService service = kind.service(pool);
            for (int i = 0; i < 50; i++) {
                service.execute(() -> service.execute(() -> { }));
                service.submit(runs::incrementAndGet);
            }
            pool.awaitIdle();
            for (int i = 0; i < 50; i++) {
                service.submit(runs::incrementAndGet);
            }
        }
        assertEquals(100, runs.get());
        assertTrue(closedPool.isTerminated());
        closedPool.close();
        assertEquals(150 + 50, closedPool.completedTasks());
        Workers.join(closedPool);
    }

    @ParameterizedTest
    @EnumSource
    void severalThreadsMayClose(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        Busy busy = Workers.occupy(pool, 1).get(0);
        List<Together.Running<Boolean>> closers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closers.add(Together.start(() -> {
                pool.close();
                return pool.isTerminated();
            }).awaitParked());
        }
        busy.end();
        for (Together.Running<Boolean> closer : closers) {
            assertTrue(closer.join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedCloseStopsThePoolAndKeepsWaiting(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        AtomicInteger runs = new AtomicInteger();
        service.execute(runs::incrementAndGet);
        Together.Running<Boolean> closer = Together.start(() -> {
            pool.close();
            return Thread.currentThread().isInterrupted() && pool.isTerminated();
        }).awaitParked();
        assertFalse(busy.wasInterrupted());
        closer.thread().interrupt();
        while (!busy.wasInterrupted()) {
            Spin.pause();
        }
        closer.awaitParked();
        closer.thread().interrupt();
        assertFalse(pool.isTerminated());
        busy.end();
        assertTrue(closer.join());
        assertEquals(0, runs.get());
        assertTerminates(service, pool);
    }

    @ParameterizedTest
    @EnumSource
    void aTaskCannotCloseItsOwnPool(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1); WorkerPool other = kind.build(1)) {
            ExecutorService service = kind.service(pool);
            Future<?> fails = service.submit(pool::close);
            assertSame(IllegalStateException.class,
                    assertThrows(ExecutionException.class, fails::get).getCause().getClass());
            assertFalse(pool.isShutdown());
            if (service instanceof AutoCloseable view) {
                // From Java 19, executor services are closeable, and so are views.
                Future<?> failsToo = service.submit(() -> {
                    view.close();
                    return null;
                });
                assertSame(IllegalStateException.class,
                        assertThrows(ExecutionException.class, failsToo::get).getCause().getClass());
                assertFalse(pool.isShutdown());
            }
            service.submit(other::close).get();
            assertTrue(other.isTerminated());
        }
    }

    @ParameterizedTest
    @EnumSource
    void toStringShowsTheState(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        Busy busy = Workers.occupy(pool, 1).get(0);
        kind.service(pool).execute(() -> { });
        assertTrue(pool.toString().startsWith(kind + "[running, 2 workers, "), pool::toString);
        String text = pool.toString();
        assertTrue(text.matches("(?s).* [12] threads, .* (RUNNABLE|WAITING) at \\S*dev\\.filch\\.internal\\.Busy\\..*"),
                text);
        pool.shutdown();
        assertTrue(pool.toString().startsWith(kind + "[shut down, 2 workers, "), pool::toString);
        pool.shutdownNow();
        assertTrue(pool.toString().startsWith(kind + "[stopped, 2 workers, "), pool::toString);
        busy.end();
        pool.close();
        assertTrue(pool.toString().startsWith(kind + "[terminated, 2 workers, 0 threads, 2 idle, 0 searching, "),
                pool::toString);
    }

    /** Recurses until the stack is full. On the way back, each eighth frame tries again, until one has enough stack. */
    private static void runWithLittleStack(Runnable shutdown, int depth) {
        try {
            runWithLittleStack(shutdown, depth + 1);
        } catch (StackOverflowError full) {
            if (depth % 8 != 0) {
                throw full;
            }
            shutdown.run();
        }
    }

    @EveryPool
    void aShutdownThatOverflowsTheStackMayBeRepeated(PoolKind kind) throws Exception {
        for (int round = 0; round < 16; round++) {
            WorkerPool pool = kind.build(2);
            int depth = round;
            Runnable shutdown = round % 4 < 2 ? pool::shutdown : pool::shutdownNow;
            if (round % 2 == 0) {
                pool.submit(() -> { }).get();
            }
            Thread thread = new Thread(null, () -> runWithLittleStack(shutdown, depth), "small stack", 256 << 10);
            thread.start();
            thread.join();
            assertTerminates(pool, pool);
        }
    }
}
