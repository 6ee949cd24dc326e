package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each policy does with a task if the queues are full. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullQueuePolicyTest {

    private static final Runnable NOTHING = () -> { };
    private static final Duration LONG_TIMEOUT = Duration.ofDays(1);

    /** A pool of one worker with one place. */
    private static WorkerPool build(PoolKind kind, FullQueuePolicy policy) {
        return kind.build(1, settings -> settings.queueCapacity(1).whenFull(policy));
    }

    /** Keeps the only worker busy, and takes the only place. */
    private static Busy fill(WorkerPool pool) throws InterruptedException {
        Busy busy = Workers.occupy(pool, 1).get(0);
        pool.execute(NOTHING);
        return busy;
    }

    @EveryPool
    void callerRunsRunsTheTaskOnTheCallingThread(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.callerRuns())) {
            Busy busy = fill(pool);
            AtomicReference<Thread> thread = new AtomicReference<>();
            pool.execute(() -> thread.set(Thread.currentThread()));
            assertSame(Thread.currentThread(), thread.get());
            Future<Thread> future = pool.submit(Thread::currentThread);
            assertTrue(future.isDone());
            assertSame(Thread.currentThread(), future.get());
            assertFalse(pool.tryExecute(NOTHING));
            busy.end();
        }
    }

    @EveryPool
    void anExceptionReachesTheCallerThatRunsTheTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.callerRuns())) {
            Busy busy = fill(pool);
            IllegalStateException thrown = new IllegalStateException("made up");
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> pool.execute(() -> {
                throw thrown;
            })));
            Future<?> future = pool.submit(() -> {
                throw thrown;
            });
            assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
            busy.end();
        }
    }

    @EveryPool
    void aTaskRunsSubtasksItselfIfTheQueuesAreFull(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.callerRuns())) {
            Future<Integer> outer = pool.submit(() -> {
                Thread current = Thread.currentThread();
                pool.execute(NOTHING);
                AtomicInteger ran = new AtomicInteger();
                pool.execute(() -> ran.addAndGet(Thread.currentThread() == current ? 1 : 100));
                Future<Integer> inner = pool.submit(() -> Thread.currentThread() == current ? 10 : 1000);
                return ran.get() + inner.get();
            });
            assertEquals(11, outer.get());
            pool.awaitIdle();
            assertEquals(2, pool.completedTasks());
        }
    }

    @EveryPool
    void aDiscardedTaskNeverRunsAndItsFutureIsCancelled(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, FullQueuePolicy.discard())) {
            Busy busy = fill(pool);
            pool.execute(ran::incrementAndGet);
            Future<Integer> future = pool.submit(ran::incrementAndGet);
            assertTrue(future.isCancelled());
            FutureTask<Integer> foreign = new FutureTask<>(ran::incrementAndGet);
            pool.execute(foreign);
            assertTrue(foreign.isCancelled());
            busy.end();
            pool.awaitIdle();
            assertEquals(0, ran.get());
            assertEquals(2, pool.completedTasks());
        }
    }

    @EveryPool
    void theOldestTaskMakesRoom(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = kind.build(1,
                settings -> settings.queueCapacity(2).whenFull(FullQueuePolicy.discardOldest()))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Future<Integer> target = pool.submit(() -> ran.addAndGet(1));
            pool.execute(() -> ran.addAndGet(10));
            pool.execute(() -> ran.addAndGet(100));
            assertTrue(target.isCancelled());
            pool.execute(() -> ran.addAndGet(1000));
            assertEquals(2, pool.queuedTasks());
            busy.end();
            pool.awaitIdle();
            assertEquals(1100, ran.get());
            assertEquals(0, pool.queuedTasks());
            assertEquals(5, pool.completedTasks());
        }
    }

    @Test
    void theLowestLaneMakesRoomFirst() throws Exception {
        StringBuffer ran = new StringBuffer();
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).daemon(true)
                .queueCapacity(3).whenFull(FullQueuePolicy.discardOldest()).build()) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(() -> ran.append('h'), 255);
            pool.execute(() -> ran.append('n'), 100);
            pool.execute(() -> ran.append('l'), 0);
            pool.execute(() -> ran.append('i'), 255);
            pool.execute(() -> ran.append('j'), 255);
            pool.execute(() -> ran.append('k'), 255);
            busy.end();
            pool.awaitIdle();
            assertEquals("ijk", ran.toString());
        }
    }

    /** These tasks are in the worker's own queue, not in an injector. */
    @EveryPool
    void tasksInAWorkersOwnQueueMakeRoom(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = kind.build(1,
                settings -> settings.queueCapacity(2).whenFull(FullQueuePolicy.discardOldest()))) {
            Busy busy = new Busy(() -> {
                pool.execute(() -> ran.addAndGet(1));
                pool.execute(() -> ran.addAndGet(10));
            });
            pool.execute(busy);
            busy.awaitStart();
            pool.execute(() -> ran.addAndGet(100));
            busy.end();
            pool.awaitIdle();
            assertEquals(110, ran.get());
        }
    }

    /** A cancelled task in the queue makes room like any other, and is counted once. */
    @EveryPool
    void aCancelledTaskMakesRoom(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, FullQueuePolicy.discardOldest())) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.submit(NOTHING).cancel(false);
            pool.execute(ran::incrementAndGet);
            busy.end();
            pool.awaitIdle();
            assertEquals(1, ran.get());
            assertEquals(3, pool.completedTasks());
        }
    }

    /** The only place is free again when the listener is called. */
    @EveryPool
    void aListenerMaySubmitWhenATaskIsDropped(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        AtomicReference<WorkerPool> toSubmitTo = new AtomicReference<>();
        PoolListener listener = new PoolListener() {
            @Override
            public void taskRefused(Runnable task) {
                WorkerPool target = toSubmitTo.getAndSet(null);
                if (target != null) {
                    target.execute(() -> ran.addAndGet(10));
                }
            }
        };
        try (WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(1)
                .whenFull(FullQueuePolicy.discardOldest()).listener(listener))) {
            toSubmitTo.set(pool);
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(() -> ran.addAndGet(1));
            pool.execute(() -> ran.addAndGet(100));
            busy.end();
            pool.awaitIdle();
            assertEquals(100, ran.get());
            assertEquals(2, pool.metrics().snapshot().discarded());
        }
    }

    @EveryPool
    void aSubmitterWaitsForRoom(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(LONG_TIMEOUT))) {
            Busy busy = fill(pool);
            Together.Running<Object> submitter = Together.start(() -> {
                pool.execute(ran::incrementAndGet);
                return null;
            }).awaitParkedTimed();
            assertFalse(pool.tryExecute(NOTHING));
            assertEquals(1, pool.queuedTasks());
            busy.end();
            submitter.join();
            pool.awaitIdle();
            assertEquals(1, ran.get());
        }
    }

    @EveryPool
    void allWaitingSubmittersGetRoom(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(LONG_TIMEOUT))) {
            Together.run(4, number -> {
                for (int i = 0; i < 2_000; i++) {
                    pool.execute(ran::incrementAndGet);
                }
                return null;
            });
            pool.awaitIdle();
            assertEquals(8_000, ran.get());
            assertEquals(0, pool.queuedTasks());
        }
    }

    @EveryPool
    void aSubmitterIsRefusedAfterTheTimeout(PoolKind kind) throws Exception {
        for (Duration timeout : List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(-1), Duration.ZERO,
                Duration.ofMillis(2))) {
            try (WorkerPool pool = build(kind, FullQueuePolicy.block(timeout))) {
                Busy busy = fill(pool);
                long start = System.nanoTime();
                RejectedExecutionException refused =
                        assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
                long waited = System.nanoTime() - start;
                busy.end();
                assertTrue(timeout.isNegative() || waited >= timeout.toNanos());
                String limit = timeout.isNegative() ? "PT0S" : timeout.toString();
                assertTrue(refused.getMessage().startsWith("no room within " + limit + ": "), refused::getMessage);
            }
        }
    }

    /** A timeout that overflows a long in nanoseconds is unlimited in practice. */
    @EveryPool
    void aVeryLongTimeoutDoesNotOverflow(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(Duration.ofSeconds(Long.MAX_VALUE)))) {
            Busy busy = fill(pool);
            Together.Running<Object> submitter = Together.start(() -> {
                pool.execute(NOTHING);
                return null;
            }).awaitParkedTimed();
            busy.end();
            submitter.join();
        }
    }

    @EveryPool
    void anInterruptEndsTheWaitAndStaysPending(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(LONG_TIMEOUT))) {
            Busy busy = fill(pool);
            Together.Running<Boolean> submitter = Together.start(() -> {
                assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
                return Thread.currentThread().isInterrupted();
            }).awaitParkedTimed();
            submitter.thread().interrupt();
            assertTrue(submitter.join());
            busy.end();
            pool.awaitIdle();
            assertEquals(2, pool.completedTasks());
        }
    }

    @EveryPool
    void aShutdownEndsTheWait(PoolKind kind) throws Exception {
        for (boolean now : new boolean[] {false, true}) {
            WorkerPool pool = build(kind, FullQueuePolicy.block(LONG_TIMEOUT));
            Busy busy = fill(pool);
            Together.Running<Boolean> submitter = Together.start(() -> {
                assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
                return true;
            }).awaitParkedTimed();
            if (now) {
                assertEquals(1, pool.shutdownNow().size());
            } else {
                pool.shutdown();
            }
            assertTrue(submitter.join());
            busy.end();
            Await.end(pool);
            assertEquals(now ? 1 : 2, pool.completedTasks());
        }
    }

    /** If all workers waited for room, none could make any. */
    @EveryPool
    void aTaskRunsItsSubtaskItselfRatherThanWaitForRoom(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(LONG_TIMEOUT))) {
            Future<Boolean> outer = pool.submit(() -> {
                Thread current = Thread.currentThread();
                pool.execute(NOTHING);
                AtomicReference<Thread> inner = new AtomicReference<>();
                pool.execute(() -> inner.set(Thread.currentThread()));
                return inner.get() == current;
            });
            assertTrue(outer.get());
        }
    }

    @EveryPool
    void everyPolicyRefusesTasksAfterAShutdown(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : List.of(FullQueuePolicy.abort(), FullQueuePolicy.callerRuns(),
                FullQueuePolicy.discard(), FullQueuePolicy.discardOldest(), FullQueuePolicy.block(LONG_TIMEOUT))) {
            WorkerPool pool = build(kind, policy);
            Busy busy = fill(pool);
            pool.shutdown();
            RejectedExecutionException refused =
                    assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING), policy::toString);
            assertTrue(refused.getMessage().startsWith("the pool takes no more tasks"), refused::getMessage);
            assertFalse(pool.tryExecute(NOTHING));
            busy.end();
            Await.end(pool);
            assertEquals(2, pool.completedTasks());
        }
    }

    /** A submitter may drop the last queued task while other threads wait until the pool is idle. */
    @EveryPool
    void aPoolWhoseTasksAreDiscardedBecomesIdle(PoolKind kind) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (WorkerPool pool = build(kind, FullQueuePolicy.discardOldest())) {
            Together.run(3, number -> {
                for (int i = 0; i < 3_000; i++) {
                    pool.execute(NOTHING);
                }
                return null;
            });
            pool.awaitIdle();
            assertEquals(9_000, pool.completedTasks());
            pool.execute(done::countDown);
            Await.latch(done);
        }
    }
}
