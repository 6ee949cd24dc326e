package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitIdleTest {

    @ParameterizedTest
    @EnumSource
    void aFreshPoolIsIdle(PoolKind kind) throws Exception {
        for (int workers : new int[] {1, 2, 7}) {
            try (WorkerPool pool = kind.build(workers)) {
                pool.awaitIdle();
                Workers.assertAtRest(pool);
                assertEquals(workers, pool.idleWorkers());
                assertEquals(0, pool.activeWorkers());
                assertTrue(pool.awaitIdle(0, TimeUnit.NANOSECONDS));
                assertTrue(pool.awaitIdle(-1, TimeUnit.DAYS));
            }
        }
    }

    /** The array is plain: only the return of awaitIdle orders the reads after the writes of the tasks. */
    @ParameterizedTest
    @EnumSource
    void allTasksHaveRunAndTheirWritesAreVisible(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3)) {
            ExecutorService service = kind.service(pool);
            for (int round = 0; round < 30; round++) {
                int[] runs = new int[1 << 8];
                service.execute(() -> visit(service, runs, 1));
                pool.awaitIdle();
                for (int node = 1; node < runs.length; node++) {
                    assertEquals(1, runs[node], "node " + node + " in round " + round);
                }
                assertEquals((round + 1) * 255L, pool.completedTasks());
            }
        }
    }

    /** Counts a run of a node of a binary tree, and submits its children. */
    private static void visit(ExecutorService service, int[] runs, int node) {
        runs[node]++;
        for (int child = 2 * node; child <= 2 * node + 1 && child < runs.length; child++) {
            int next = child;
            service.execute(() -> visit(service, runs, next));
        }
    }

    @ParameterizedTest
    @EnumSource
    void returnsFalseAtATimeoutAndThrowsIfInterrupted(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            for (long nanos : new long[] {Long.MIN_VALUE, -1, 0, 1, 2_000_000}) {
                assertFalse(pool.awaitIdle(nanos, TimeUnit.NANOSECONDS));
            }
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, pool::awaitIdle);
            assertFalse(Thread.interrupted());
            CountDownLatch wasInterrupted = new CountDownLatch(1);
            Together.Running<Boolean> waiter = Together.start(() -> {
                assertThrows(InterruptedException.class, pool::awaitIdle);
                wasInterrupted.countDown();
                return pool.awaitIdle(Long.MAX_VALUE, TimeUnit.DAYS);
            }).awaitParked();
            waiter.thread().interrupt();
            wasInterrupted.await();
            busy.end();
            assertTrue(waiter.join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskCannotAwaitItsOwnPool(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1); WorkerPool other = kind.build(1)) {
            ExecutorService service = kind.service(pool);
            List<Future<?>> failing = List.of(
                    service.submit(() -> {
                        pool.awaitIdle();
                        return null;
                    }),
                    service.submit(() -> pool.awaitIdle(0, TimeUnit.SECONDS)));
            for (Future<?> each : failing) {
                Throwable thrown = assertThrows(ExecutionException.class, each::get).getCause();
                assertSame(IllegalStateException.class, thrown.getClass());
                assertTrue(thrown.getMessage().contains("would wait for itself"), thrown.getMessage());
            }
            assertTrue(service.submit(() -> other.awaitIdle(20, TimeUnit.SECONDS)).get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void allWaitersReturn(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            for (int round = 0; round < 20; round++) {
                List<Busy> busy = Workers.occupy(pool, 2);
                List<Together.Running<Void>> waiters = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    waiters.add(Together.<Void>start(() -> {
                        pool.awaitIdle();
                        return null;
                    }).awaitParked());
                }
                busy.get(round % 2).end();
                waiters.forEach(waiter -> assertFalse(waiter.result().isDone()));
                busy.get(1 - round % 2).end();
                for (Together.Running<Void> waiter : waiters) {
                    waiter.join();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsForATaskThatIsSubmittedWhileAWorkerGoesToSleep(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            for (int round = 0; round < 300; round++) {
                Workers.assertAtRest(awaitIdle(pool));
                AtomicInteger runs = new AtomicInteger();
                // When the second task is submitted, a worker may be waking up, asleep, or running the first task.
                pool.execute(runs::incrementAndGet);
                kind.service(pool).execute(runs::incrementAndGet);
                awaitIdle(pool);
                assertEquals(2, runs.get());
            }
        }
    }

    private static WorkerPool awaitIdle(WorkerPool pool) throws InterruptedException {
        pool.awaitIdle();
        return pool;
    }

    /** Three threads share a pool. Each finds its own tasks done, although the others keep submitting. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO", "FIFO"})
    void eachOfSeveralSubmittersFindsItsOwnTasksDone(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Together.run(3, index -> {
                for (int round = 0; round < 500; round++) {
                    AtomicInteger runs = new AtomicInteger();
                    for (int i = 0; i < 3; i++) {
                        pool.execute(() -> pool.execute(runs::incrementAndGet));
                    }
                    pool.awaitIdle();
                    assertEquals(3, runs.get());
                }
                return null;
            });
            Workers.awaitAsleep(pool);
        }
    }

    /** The bursts are so small that the workers are always about to sleep. */
    @ParameterizedTest
    @EnumSource
    void everyTaskOfASmallBurstHasRun(PoolKind kind) throws Exception {
        for (int workers : new int[] {1, 2, 4}) {
            try (WorkerPool pool = kind.build(workers)) {
                int runs = 0;
                for (int round = 0; round < 1000; round++) {
                    int burst = 1 + round % 3;
                    AtomicBoolean[] ran = new AtomicBoolean[burst];
                    for (int i = 0; i < burst; i++) {
                        AtomicBoolean each = new AtomicBoolean();
                        ran[i] = each;
                        pool.execute(() -> each.setPlain(true));
                    }
                    pool.awaitIdle();
                    for (AtomicBoolean each : ran) {
                        assertTrue(each.getPlain());
                    }
                    runs += burst;
                }
                assertEquals(runs, pool.completedTasks());
                Workers.awaitAsleep(pool);
            }
        }
    }

    /** awaitIdle waits until the pool is idle, as its javadoc says, so also for tasks submitted during the call. */
    @ParameterizedTest
    @EnumSource
    void timesOutWhileATaskKeepsResubmittingItself(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            ExecutorService service = kind.service(pool);
            AtomicBoolean enough = new AtomicBoolean();
            service.execute(() -> resubmit(service, enough));
            Future<?> before = service.submit(() -> { });
            assertFalse(pool.awaitIdle(20, TimeUnit.MILLISECONDS));
            before.get();
            enough.set(true);
            pool.awaitIdle();
        }
    }

    private static void resubmit(ExecutorService service, AtomicBoolean enough) {
        if (!enough.get()) {
            service.execute(() -> resubmit(service, enough));
        }
    }
}
