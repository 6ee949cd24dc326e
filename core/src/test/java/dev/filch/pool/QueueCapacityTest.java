package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit of the number of queued tasks: it is exact, and these tests show which tasks count. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueCapacityTest {

    private static final Runnable NOTHING = () -> { };

    private static WorkerPool build(PoolKind kind, int workers, int capacity) {
        return kind.build(workers, settings -> settings.queueCapacity(capacity));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsExactlyAsManyTasksAsTheCapacityAllows(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        WorkerPool pool = build(kind, 2, 7);
        List<Busy> busy = Workers.occupy(pool, 2);
        ExecutorService service = kind.service(pool);
        for (int i = 0; i < 7; i++) {
            assertEquals(i, pool.queuedTasks());
            service.execute(ran::incrementAndGet);
        }
        RejectedExecutionException refused =
                assertThrows(RejectedExecutionException.class, () -> service.execute(ran::incrementAndGet));
        assertTrue(refused.getMessage().startsWith("the queues are full: "), refused::getMessage);
        assertThrows(RejectedExecutionException.class, () -> service.submit(ran::incrementAndGet));
        assertFalse(pool.tryExecute(ran::incrementAndGet));
        assertEquals(7, pool.queuedTasks());
        busy.forEach(Busy::end);
        pool.awaitIdle();
        assertEquals(7, ran.get());
        assertEquals(9, pool.completedTasks());
        assertEquals(0, pool.queuedTasks());
        assertTrue(pool.tryExecute(NOTHING));
        pool.close();
        assertFalse(pool.tryExecute(NOTHING));
    }

    /** The tasks are submitted by a task, so they are in its worker's own queue. */
    @EveryPool
    void tasksInWorkersOwnQueuesCount(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, 2, 10)) {
            AtomicInteger accepted = new AtomicInteger();
            Busy submitter = new Busy(() -> {
                while (pool.tryExecute(NOTHING)) {
                    accepted.incrementAndGet();
                }
            });
            List<Busy> other = Workers.occupy(pool, 1);
            pool.execute(submitter);
            submitter.awaitStart();
            assertEquals(10, accepted.get());
            assertFalse(pool.tryExecute(NOTHING));
            submitter.end();
            other.forEach(Busy::end);
            pool.awaitIdle();
            assertEquals(0, pool.queuedTasks());
        }
    }

    @EveryPool
    void aTaskThatHasStartedMakesRoomForAnother(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, 1, 1)) {
            List<Busy> first = Workers.occupy(pool, 1);
            Busy second = new Busy();
            pool.execute(second);
            assertFalse(pool.tryExecute(NOTHING));
            first.forEach(Busy::end);
            second.awaitStart();
            assertTrue(pool.tryExecute(NOTHING));
            assertFalse(pool.tryExecute(NOTHING));
            second.end();
        }
    }

    /** A cancelled task stays in its queue until a worker removes it. */
    @EveryPool
    void aCancelledTaskCountsUntilAWorkerRemovesIt(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, 1, 1)) {
            List<Busy> busy = Workers.occupy(pool, 1);
            Future<?> cancelled = pool.submit(NOTHING);
            assertTrue(cancelled.cancel(false));
            assertEquals(1, pool.queuedTasks());
            assertFalse(pool.tryExecute(NOTHING));
            busy.forEach(Busy::end);
            pool.awaitIdle();
            assertEquals(0, pool.queuedTasks());
            assertEquals(2, pool.completedTasks());
        }
    }

    /** The waiting task runs the future itself. The future's entry stays in the queue and must not count. */
    @EveryPool
    void aTaskRunByAWaitingTaskDoesNotCount(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, 1, 1)) {
            Future<Integer> outer = pool.submit(() -> {
                int queued = pool.submit(() -> {
                    int during = pool.queuedTasks();
                    assertTrue(pool.tryExecute(NOTHING));
                    assertFalse(pool.tryExecute(NOTHING));
                    return during;
                }).get();
                return queued * 10 + pool.queuedTasks();
            });
            assertEquals(1, outer.get());
            pool.awaitIdle();
            assertEquals(0, pool.queuedTasks());
        }
    }

    @EveryPool
    void aFutureThatIsSubmittedTwiceCountsTwice(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, 1, 3)) {
            List<Busy> busy = Workers.occupy(pool, 1);
            RunnableFuture<Integer> future = pool.newTaskFor(ran::incrementAndGet);
            pool.execute(future);
            pool.execute(future);
            assertEquals(2, pool.queuedTasks());
            pool.execute(future);
            assertThrows(RejectedExecutionException.class, () -> pool.execute(future));
            busy.forEach(Busy::end);
            assertEquals(1, future.get());
            pool.awaitIdle();
            assertEquals(1, ran.get());
            assertEquals(0, pool.queuedTasks());
            assertEquals(2, pool.completedTasks(), "expected the busy task and one run of the future to be counted");
        }
    }

    /** The test runs the future, so its entry in the queue no longer counts. */
    @EveryPool
    void aFutureRunByItsOwnerDoesNotCount(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, 1, 1)) {
            List<Busy> busy = Workers.occupy(pool, 1);
            RunnableFuture<Integer> future = pool.newTaskFor(() -> 1);
            pool.execute(future);
            future.run();
            assertEquals(0, pool.queuedTasks());
            pool.execute(NOTHING);
            assertFalse(pool.tryExecute(NOTHING));
            busy.forEach(Busy::end);
            pool.awaitIdle();
            assertEquals(0, pool.queuedTasks());
        }
    }

    @EveryPool
    void listedTasksDoNotCount(PoolKind kind) throws Exception {
        WorkerPool pool = build(kind, 1, 5);
        List<Busy> busy = Workers.occupy(pool, 1);
        Future<?> listed = pool.submit(NOTHING);
        pool.submit(NOTHING).cancel(false);
        pool.execute((Runnable) listed);
        pool.execute(NOTHING);
        assertEquals(2, pool.shutdownNow().size());
        assertEquals(0, pool.queuedTasks());
        busy.forEach(Busy::end);
        Await.end(pool);
    }

    /** A listed future takes no place in its first pool, so another pool can queue it. */
    @EveryPool
    void aListedFutureCanBeQueuedElsewhere(PoolKind kind) throws Exception {
        WorkerPool first = build(kind, 1, 1);
        List<Busy> busy = Workers.occupy(first, 1);
        Future<Integer> future = first.submit(() -> 1);
        try (WorkerPool second = build(kind, 1, 1)) {
            first.shutdownNow().forEach(second::execute);
            assertEquals(1, future.get());
            second.awaitIdle();
            assertEquals(0, second.queuedTasks());
        }
        busy.forEach(Busy::end);
        Await.end(first);
    }

    /** Submitters and workers keep taking and releasing places. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void acceptedTasksRunOnceAndNoPlaceIsLost(int capacity) throws Exception {
        for (PoolKind kind : PoolKind.values()) {
            checkPlaces(kind, capacity);
        }
    }

    private static void checkPlaces(PoolKind kind, int capacity) throws Exception {
        int submitters = 3;
        int tasksPerSubmitter = 3_000;
        AtomicIntegerArray runs = new AtomicIntegerArray(submitters * tasksPerSubmitter);
        boolean[] accepted = new boolean[submitters * tasksPerSubmitter];
        try (WorkerPool pool = build(kind, 3, capacity)) {
            ExecutorService service = kind.service(pool);
            Together.run(submitters, number -> {
                for (int i = 0; i < tasksPerSubmitter; i++) {
                    int id = number * tasksPerSubmitter + i;
                    try {
                        service.execute(() -> runs.incrementAndGet(id));
                        accepted[id] = true;
                        if (i % 7 == 0) {
                            service.submit(NOTHING).cancel(i % 2 == 0);
                        }
                    } catch (RejectedExecutionException full) {
                        Thread.onSpinWait();
                    }
                    assertTrue(pool.queuedTasks() <= capacity, pool::toString);
                }
                return null;
            });
            pool.awaitIdle();
            for (int id = 0; id < accepted.length; id++) {
                assertEquals(accepted[id] ? 1 : 0, runs.get(id),
                        "expected one run if accepted: task " + id + ", " + kind);
            }
            assertEquals(0, pool.queuedTasks());
            List<Busy> busy = Workers.occupy(pool, 3);
            for (int i = 0; i < capacity; i++) {
                assertTrue(pool.tryExecute(NOTHING), kind + ": expected a free place");
            }
            assertFalse(pool.tryExecute(NOTHING), kind + ": expected full queues");
            busy.forEach(Busy::end);
        }
    }

    @Test
    void invalidCapacitiesAndPoliciesAreRefused() {
        for (int capacity : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> WorkStealingPool.builder().queueCapacity(capacity));
        }
        assertThrows(NullPointerException.class, () -> WorkStealingPool.builder().whenFull(null));
        assertThrows(NullPointerException.class, () -> FullQueuePolicy.block(null));
        WorkStealingPool.builder().queueCapacity(Integer.MAX_VALUE).build().close();
    }
}
