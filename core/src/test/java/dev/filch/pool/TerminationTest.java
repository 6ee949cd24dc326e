package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** When a pool has terminated, all its threads have ended. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminationTest {

    private final RecordingThreadFactory factory = new RecordingThreadFactory();
    private final Set<Thread> threads = factory.created();

    /** Covers workers, spare threads, and threads that end after the keep-alive. */
    @EveryPool
    void noThreadIsAliveWhenAwaitTerminationReturnsTrue(PoolKind kind) throws Exception {
        for (int round = 0; round < 100; round++) {
            int keepAlive = round;
            WorkerPool pool = kind.build(1 + round % 4, settings -> settings
                    .threadFactory(factory).keepAlive(Duration.ofNanos(keepAlive * 10_000L)));
            for (int i = 0; i < 20; i++) {
                pool.submit(() -> {
                    Blocking.run(Thread::yield);
                    return pool.submit(() -> 1).get();
                });
            }
            if (round % 2 == 0) {
                pool.shutdown();
            } else {
                pool.shutdownNow();
            }
            Await.end(pool);
            assertTrue(pool.isTerminated());
            assertFalse(threads.stream().anyMatch(Thread::isAlive), pool::toString);
        }
    }

    @EveryPool
    void queuedTasksAndTheirWaitersCompleteAfterShutdown(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        AtomicInteger ran = new AtomicInteger();
        Busy busy = Workers.occupy(pool, 1).get(0);
        for (int i = 0; i < 1_000; i++) {
            pool.execute(ran::incrementAndGet);
        }
        Future<Integer> last = pool.submit(ran::get);
        pool.shutdown();
        assertFalse(pool.awaitTermination(1, TimeUnit.MILLISECONDS), "expected the pool to wait for the busy task");
        busy.end();
        Await.end(pool);
        assertTrue(last.isDone());
        assertEquals(1_000, ran.get());
        assertEquals(1_002, pool.completedTasks());
    }

    @EveryPool
    void anInterruptedCloseStopsThePoolAndReturnsInterrupted(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        pool.execute(() -> {
            started.countDown();
            assertThrows(InterruptedException.class, () -> TimeUnit.SECONDS.sleep(50));
            interrupted.countDown();
        });
        Await.latch(started);
        Thread.currentThread().interrupt();
        pool.close();
        assertTrue(Thread.interrupted(), "expected close to restore the interrupt");
        assertTrue(pool.isTerminated());
        Await.latch(interrupted);
    }

    @EveryPool
    void aTaskCannotWaitForItsOwnPool(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            assertTrue(pool.submit(() -> {
                assertThrows(IllegalStateException.class, pool::close);
                assertThrows(IllegalStateException.class, pool::awaitIdle);
                return !pool.isShutdown();
            }).get());
        }
    }
}
