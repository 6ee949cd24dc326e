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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** Submissions to full queues that then meet an error, an interrupt or the shutdown of the pool. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullQueueFailureTest {

    private static final Runnable NOTHING = () -> { };
    private static final PoolListener SILENT = new PoolListener() { };
    private static final FullQueuePolicy BLOCK = FullQueuePolicy.block(Duration.ofDays(1));
    private static final List<Throwable> FAILURES =
            List.of(new OutOfMemoryError("made up"), new StackOverflowError("made up"),
                    new IllegalStateException("made up"));

    private static WorkerPool build(PoolKind kind, int capacity, FullQueuePolicy policy, PoolListener listener) {
        return kind.build(1, settings -> settings.queueCapacity(capacity).whenFull(policy).listener(listener)
                .uncaughtExceptionHandler((thread, thrown) -> { }));
    }

    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        @SuppressWarnings("unchecked")
        T unchecked = (T) thrown;
        throw unchecked;
    }

    private static PoolListener listenerThrowing(Throwable thrown) {
        return new PoolListener() {
            @Override
            public void taskRefused(Runnable task) {
                FullQueueFailureTest.<RuntimeException>sneakyThrow(thrown);
            }
        };
    }

    /** Checks the free places of a pool whose only worker is busy. */
    private static void assertFreePlaces(WorkerPool pool, int capacity, int queued) {
        assertEquals(queued, pool.queuedTasks());
        for (int i = queued; i < capacity; i++) {
            assertTrue(pool.tryExecute(NOTHING), () -> "expected a free place: " + pool);
        }
        assertFalse(pool.tryExecute(NOTHING), () -> "expected full queues: " + pool);
    }

    /** Whatever the listener throws, each task is treated as the policy says. */
    @EveryPool
    void anExceptionFromAListenerLosesNoPlace(PoolKind kind) throws Exception {
        for (Throwable thrown : FAILURES) {
            for (FullQueuePolicy policy : List.of(FullQueuePolicy.abort(), FullQueuePolicy.discard(),
                    FullQueuePolicy.discardOldest(), FullQueuePolicy.block(Duration.ZERO))) {
                AtomicInteger ran = new AtomicInteger();
                WorkerPool pool = build(kind, 2, policy, listenerThrowing(thrown));
                Busy busy = Workers.occupy(pool, 1).get(0);
                int accepted = 0;
                for (int i = 0; i < 5; i++) {
                    accepted += accepts(pool, ran::incrementAndGet) ? 1 : 0;
                }
                assertFreePlaces(pool, 2, 2);
                long discarded = pool.metrics().snapshot().discarded();
                busy.end();
                pool.close();
                assertEquals(2, ran.get(), policy + ", " + thrown);
                assertEquals(accepted, 2 + discarded, policy + ", " + thrown);
            }
        }
    }

    private static boolean accepts(WorkerPool pool, Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException refused) {
            return false;
        }
    }

    @EveryPool
    void anExceptionReachesTheCallerThatRunsTheTask(PoolKind kind) throws Exception {
        for (Throwable thrown : FAILURES) {
            try (WorkerPool pool = build(kind, 1, FullQueuePolicy.callerRuns(), SILENT)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(NOTHING);
                Runnable failing = () -> FullQueueFailureTest.<RuntimeException>sneakyThrow(thrown);
                assertSame(thrown, assertThrows(thrown.getClass(), () -> pool.execute(failing)));
                Future<?> future = pool.submit(failing);
                assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
                assertFreePlaces(pool, 1, 1);
                busy.end();
                pool.awaitIdle();
                assertAllPlacesFree(pool);
            }
        }
    }

    private static void assertAllPlacesFree(WorkerPool pool) throws InterruptedException {
        Busy busy = Workers.occupy(pool, 1).get(0);
        assertFreePlaces(pool, 1, 0);
        busy.end();
    }

    /** The exception comes from the discarded future, whose task is dropped. The submitted task is not accepted. */
    @EveryPool
    void anExceptionFromCancellingADiscardedFutureLosesNoPlace(PoolKind kind) throws Exception {
        for (Throwable thrown : FAILURES) {
            try (WorkerPool pool = build(kind, 2, FullQueuePolicy.discardOldest(), SILENT)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                AtomicInteger ran = new AtomicInteger();
                pool.execute(new FutureTask<>(ran::incrementAndGet) {
                    @Override
                    public boolean cancel(boolean interrupts) {
                        FullQueueFailureTest.<RuntimeException>sneakyThrow(thrown);
                        return false;
                    }
                });
                pool.execute(NOTHING);
                assertSame(thrown, assertThrows(thrown.getClass(), () -> pool.execute(ran::incrementAndGet)));
                assertFreePlaces(pool, 2, 1);
                busy.end();
                pool.awaitIdle();
                assertEquals(0, ran.get());
                assertEquals(4, pool.completedTasks());
            }
        }
    }

    /** An interrupt ends a wait for room. If there is room, the submission ignores the interrupt. */
    @EveryPool
    void anInterruptedThreadDoesNotWaitForRoom(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, 1, BLOCK, SILENT)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Together.start(() -> {
                Thread.currentThread().interrupt();
                pool.execute(() -> ran.addAndGet(1));
                assertTrue(Thread.currentThread().isInterrupted(),
                        "expected the interrupt to be kept, as there was room");
                RejectedExecutionException refused =
                        assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> ran.addAndGet(10)));
                assertTrue(refused.getMessage().startsWith("interrupted while the queues were full"),
                        refused::getMessage);
                assertTrue(Thread.interrupted(), "expected the interrupt to be kept after the refusal");
                return null;
            }).join();
            assertFreePlaces(pool, 1, 1);
            busy.end();
            pool.awaitIdle();
            assertEquals(1, ran.get());
            assertEquals(2, pool.completedTasks());
        }
    }

    /** An interrupt ends the wait of one of two threads. The other must get the free place. */
    @EveryPool
    void anInterruptedSubmitterLeavesThePlaceToTheOther(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (boolean first : new boolean[] {false, true}) {
            try (WorkerPool pool = build(kind, 1, BLOCK, SILENT)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(NOTHING);
                Together.Running<Boolean> earlier = Together.start(() -> accepts(pool, ran::incrementAndGet))
                        .awaitParkedTimed();
                Together.Running<Boolean> later = Together.start(() -> accepts(pool, ran::incrementAndGet))
                        .awaitParkedTimed();
                (first ? earlier : later).thread().interrupt();
                assertFalse((first ? earlier : later).join());
                busy.end();
                assertTrue((first ? later : earlier).join());
            }
        }
        assertEquals(2, ran.get());
    }

    /** {@code close} waits for the busy task. The submitter does not wait for {@code close}. */
    @EveryPool
    void closeEndsTheWaitOfASubmitter(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        WorkerPool pool = build(kind, 1, BLOCK, SILENT);
        Busy busy = Workers.occupy(pool, 1).get(0);
        pool.execute(() -> ran.addAndGet(1));
        Together.Running<Boolean> submitter =
                Together.start(() -> accepts(pool, () -> ran.addAndGet(10))).awaitParkedTimed();
        Together.Running<Object> closing = Together.start(() -> {
            pool.close();
            return null;
        });
        assertFalse(submitter.join());
        assertFalse(pool.isTerminated());
        busy.end();
        closing.join();
        assertEquals(1, ran.get());
        assertEquals(2, pool.completedTasks());
    }

    /** The submitter runs the task itself, and an earlier interrupt stays pending. */
    @EveryPool
    void anInterruptedCallerThatRunsATaskStaysInterrupted(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, 1, FullQueuePolicy.callerRuns(), SILENT)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(NOTHING);
            assertTrue(Together.start(() -> {
                Thread.currentThread().interrupt();
                boolean during = pool.submit(() -> Thread.currentThread().isInterrupted()).get();
                return during && Thread.interrupted();
            }).join());
            busy.end();
        }
    }
}
