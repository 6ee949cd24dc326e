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

/** Submissions that find the queues full, and then meet an error, an interrupt or the end of the pool. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullQueueFailureTest {

    private static final Runnable NOTHING = () -> { };
    private static final PoolListener SILENT = new PoolListener() { };
    private static final FullQueuePolicy BLOCK = FullQueuePolicy.block(Duration.ofDays(1));
    private static final List<Throwable> FAILURES =
            List.of(new OutOfMemoryError("made up"), new StackOverflowError("made up"), new IllegalStateException("made up"));

    private static WorkerPool build(PoolKind kind, int capacity, FullQueuePolicy policy, PoolListener listener) {
        return kind.build(1, settings -> settings.queueCapacity(capacity).whenFull(policy).listener(listener)
                .uncaughtExceptionHandler((thread, thrown) -> { }));
    }

    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        @SuppressWarnings("unchecked")
        T unchecked = (T) thrown;
        throw unchecked;
    }

    private static PoolListener throwing(Throwable thrown) {
        return new PoolListener() {
            @Override
            public void taskRefused(Runnable task) {
                FullQueueFailureTest.<RuntimeException>sneak(thrown);
            }
        };
    }

    /** Its only worker is busy. */
    private static void assertPlaces(WorkerPool pool, int capacity, int queued) {
        assertEquals(queued, pool.queuedTasks());
        for (int i = queued; i < capacity; i++) {
            assertTrue(pool.tryExecute(NOTHING), () -> "a place was lost: " + pool);
        }
        assertFalse(pool.tryExecute(NOTHING), () -> "a place was made up: " + pool);
    }

    /** Whatever it throws, each task has the fate that the policy says. */
    @EveryPool
    void aListenerThatThrowsTakesNoPlace(PoolKind kind) throws Exception {
        for (Throwable thrown : FAILURES) {
            for (FullQueuePolicy policy : List.of(FullQueuePolicy.abort(), FullQueuePolicy.discard(),
                    FullQueuePolicy.discardOldest(), FullQueuePolicy.block(Duration.ZERO))) {
                AtomicInteger ran = new AtomicInteger();
                WorkerPool pool = build(kind, 2, policy, throwing(thrown));
                Busy busy = Workers.occupy(pool, 1).get(0);
                int accepted = 0;
                for (int i = 0; i < 5; i++) {
                    accepted += accepts(pool, ran::incrementAndGet) ? 1 : 0;
                }
                assertPlaces(pool, 2, 2);
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
    void aTaskThatTheCallerRunsMayThrowAnything(PoolKind kind) throws Exception {
        for (Throwable thrown : FAILURES) {
            try (WorkerPool pool = build(kind, 1, FullQueuePolicy.callerRuns(), SILENT)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(NOTHING);
                Runnable failing = () -> FullQueueFailureTest.<RuntimeException>sneak(thrown);
                assertSame(thrown, assertThrows(thrown.getClass(), () -> pool.execute(failing)));
                Future<?> future = pool.submit(failing);
                assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
                assertPlaces(pool, 1, 1);
                busy.end();
                pool.awaitIdle();
                assertPlacesOfIdlePool(pool);
            }
        }
    }

    private static void assertPlacesOfIdlePool(WorkerPool pool) throws InterruptedException {
        Busy busy = Workers.occupy(pool, 1).get(0);
        assertPlaces(pool, 1, 0);
        busy.end();
    }

    /** The task that makes room stays as it is; the one that finds no room is not accepted. */
    @EveryPool
    void aDiscardedFutureWhoseCancellationThrowsTakesNoPlace(PoolKind kind) throws Exception {
        for (Throwable thrown : FAILURES) {
            try (WorkerPool pool = build(kind, 2, FullQueuePolicy.discardOldest(), SILENT)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                AtomicInteger ran = new AtomicInteger();
                pool.execute(new FutureTask<>(ran::incrementAndGet) {
                    @Override
                    public boolean cancel(boolean interrupts) {
                        FullQueueFailureTest.<RuntimeException>sneak(thrown);
                        return false;
                    }
                });
                pool.execute(NOTHING);
                assertSame(thrown, assertThrows(thrown.getClass(), () -> pool.execute(ran::incrementAndGet)));
                assertPlaces(pool, 2, 1);
                busy.end();
                pool.awaitIdle();
                assertEquals(0, ran.get());
                assertEquals(4, pool.completedTasks());
            }
        }
    }

    /** An interrupt ends a wait; without one, it is no concern of the submission. */
    @EveryPool
    void aThreadThatIsInterruptedBeforehandDoesNotWait(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (WorkerPool pool = build(kind, 1, BLOCK, SILENT)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Together.start(() -> {
                Thread.currentThread().interrupt();
                pool.execute(() -> ran.addAndGet(1));
                assertTrue(Thread.currentThread().isInterrupted(), "the task found room");
                RejectedExecutionException refused =
                        assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> ran.addAndGet(10)));
                assertTrue(refused.getMessage().startsWith("interrupted while the queues were full"), refused::getMessage);
                assertTrue(Thread.interrupted(), "the task found no room");
                return null;
            }).join();
            assertPlaces(pool, 1, 1);
            busy.end();
            pool.awaitIdle();
            assertEquals(1, ran.get());
            assertEquals(2, pool.completedTasks());
        }
    }

    /** One of two threads that wait gives up; the place is for the other one. */
    @EveryPool
    void anInterruptTakesNoPlaceFromAnother(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (boolean first : new boolean[] {false, true}) {
            try (WorkerPool pool = build(kind, 1, BLOCK, SILENT)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(NOTHING);
                Together.Running<Boolean> below = Together.start(() -> accepts(pool, ran::incrementAndGet))
                        .awaitParkedTimed();
                Together.Running<Boolean> above = Together.start(() -> accepts(pool, ran::incrementAndGet))
                        .awaitParkedTimed();
                (first ? below : above).thread().interrupt();
                assertFalse((first ? below : above).join());
                busy.end();
                assertTrue((first ? above : below).join());
            }
        }
        assertEquals(2, ran.get());
    }

    /** {@code close} waits for the busy task, and the submitter does not wait for {@code close}. */
    @EveryPool
    void aCloseEndsTheWait(PoolKind kind) throws Exception {
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

    /** The thread that runs it is the submitter's, which keeps an interrupt that was there before. */
    @EveryPool
    void aCallerThatRunsATaskStaysInterrupted(PoolKind kind) throws Exception {
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
