package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While a task blocks in a section, a spare thread takes the place of its thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingTest {

    private final RecordingThreadFactory factory = new RecordingThreadFactory();
    private final Set<Thread> threads = factory.created();

    /** Submits tasks that block in a section until the latch is released. Returns when all of them block. */
    private static List<Future<?>> block(ExecutorService pool, int count, CountDownLatch release) {
        CountDownLatch blocked = new CountDownLatch(count);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(pool.submit(() -> Blocking.run(() -> {
                blocked.countDown();
                Await.latch(release);
            })));
        }
        Await.latch(blocked);
        return tasks;
    }

    /** A spare thread runs the tasks that the section waits for. */
    @ParameterizedTest
    @EnumSource
    void aNestedWaitInsideASectionLeavesThePoolIdle(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(8)) {
            Callable<Integer> task = () -> {
                Spin.pause();
                return 1;
            };
            ExecutorService service = kind.service(pool);
            for (int round = 0; round < 100; round++) {
                assertEquals(1,
                        service.submit(() -> Blocking.call(() -> service.invokeAny(List.of(task, task)))).get());
                assertEquals(100, service.submit(() -> Blocking.call(() -> depth(service, 100))).get());
                assertTrue(pool.awaitIdle(30, TimeUnit.SECONDS), pool::toString);
                assertEquals(0, pool.activeWorkers());
            }
        }
    }

    private static int depth(ExecutorService pool, int depth) throws Exception {
        return depth == 0 ? 0 : 1 + pool.submit(() -> depth(pool, depth - 1)).get();
    }

    @ParameterizedTest
    @EnumSource
    void tasksRunWhileManySectionsBlock(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            CountDownLatch release = new CountDownLatch(1);
            ExecutorService service = kind.service(pool);
            List<Future<?>> blocked = block(service, 20, release);
            // These two tasks end only if they run at the same time: spare threads stand in for both workers.
            CountDownLatch together = new CountDownLatch(2);
            Callable<Integer> meeting = () -> {
                together.countDown();
                Await.latch(together);
                return 1;
            };
            for (Future<Integer> task : service.invokeAll(List.of(meeting, meeting))) {
                assertEquals(1, task.get());
            }
            assertFalse(pool.awaitIdle(1, TimeUnit.MILLISECONDS), "expected a task in a section to count as running");
            release.countDown();
            for (Future<?> task : blocked) {
                task.get();
            }
            pool.awaitIdle();
            assertEquals(22, pool.completedTasks());
        }
    }

    @EveryPool
    void noMoreSparesStartThanTheMaximum(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(3).threadFactory(factory))) {
            CountDownLatch release = new CountDownLatch(1);
            List<Future<?>> blocked = block(pool, 5, release); // the last two get no spare
            Future<Integer> behind = pool.submit(() -> 1);
            assertEquals(5, threads.size(), pool::toString);
            assertFalse(behind.isDone(), "expected no free worker");
            release.countDown();
            for (Future<?> task : blocked) {
                task.get();
            }
            assertEquals(1, behind.get());
        }
    }

    @EveryPool
    void spareThreadsAreReused(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.threadFactory(factory))) {
            for (int round = 0; round < 20; round++) {
                CountDownLatch release = new CountDownLatch(1);
                List<Future<?>> blocked = block(pool, 3, release);
                release.countDown();
                for (Future<?> task : blocked) {
                    task.get();
                }
                pool.awaitIdle();
            }
            // Four threads are enough. A few more start if a spare is between two tasks when a section begins.
            assertTrue(threads.size() < 20,
                    () -> "expected fewer than 20 threads for 60 sections, three at a time: " + threads.size());
        }
    }

    /** More threads may start while others are between two tasks. They end at once, not after the keep-alive. */
    @EveryPool
    void surplusSparesEndAtOnce(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(1).threadFactory(factory))) {
            for (int i = 0; i < 5_000; i++) {
                pool.execute(() -> Blocking.run(Spin::pause));
            }
            pool.awaitIdle();
            while (threads.stream().filter(Thread::isAlive).count() > 2) {
                Spin.pause();
            }
        }
    }

    @EveryPool
    void spareThreadsEndAfterTheKeepAlive(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings ->
                settings.keepAlive(Duration.ofMillis(50)).threadFactory(factory))) {
            CountDownLatch release = new CountDownLatch(1);
            block(pool, 5, release);
            release.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1, pool.submit(() -> 1).get(), "expected a new thread to start");
        }
    }

    @EveryPool
    void sectionsNest(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            assertEquals(3, pool.submit(() -> Blocking.call(() -> Blocking.call(() -> {
                // Another thread runs tasks for this worker, so it runs the one that this thread waits for.
                CompletableFuture<Integer> result = new CompletableFuture<>();
                pool.execute(() -> result.complete(3));
                return result.join();
            }))).get());
        }
    }

    @EveryPool
    void aTaskResumesOnItsOwnThreadAfterASection(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            List<Future<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                tasks.add(pool.submit(() -> {
                    Thread before = Thread.currentThread();
                    int value = Blocking.call(() -> number);
                    assertSame(before, Thread.currentThread());
                    return pool.submit(() -> value + 1).get() + Blocking.call(() -> 1);
                }));
            }
            for (int i = 0; i < 200; i++) {
                assertEquals(i + 2, tasks.get(i).get());
            }
            pool.awaitIdle();
            assertEquals(400, pool.completedTasks());
        }
    }

    @EveryPool
    void aSectionPropagatesExceptions(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            assertTrue(pool.submit(() -> {
                assertThrows(IOException.class, () -> Blocking.call(() -> {
                    throw new IOException("from the section");
                }));
                assertThrows(IllegalStateException.class, () -> Blocking.run((Runnable) () -> {
                    throw new IllegalStateException("from the section");
                }));
                return true;
            }).get());
            pool.awaitIdle();
            assertEquals(2, pool.submit(() -> Blocking.call(() -> 2)).get(), "expected the pool to go on");
        }
    }

    @Test
    void aNullSectionIsRefused() {
        assertThrows(NullPointerException.class, () -> Blocking.call(null));
        assertThrows(NullPointerException.class, () -> Blocking.run((Runnable) null));
        assertThrows(NullPointerException.class, () -> Blocking.run((ForkJoinPool.ManagedBlocker) null));
    }

    @Test
    void outsideAPoolASectionRunsDirectly() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        assertEquals(1, Blocking.call(runs::incrementAndGet));
        Blocking.run((Runnable) runs::incrementAndGet);
        assertEquals(2, runs.get());
        assertEquals(3, ForkJoinPool.commonPool().submit(() -> Blocking.call(runs::incrementAndGet)).get());
    }

    /** A task of one pool waits for a future of another. A spare thread runs the first pool's tasks meanwhile. */
    @EveryPool
    void aWaitForAnotherPoolDoesNotBlockItsOwn(PoolKind kind) throws Exception {
        try (WorkerPool own = kind.build(1); WorkerPool other = kind.build(1)) {
            CountDownLatch release = new CountDownLatch(1);
            Future<Integer> foreign = other.submit(() -> {
                Await.latch(release);
                return 4;
            });
            Future<Integer> task = own.submit(() -> Blocking.call(foreign::get));
            own.submit(release::countDown).get();
            assertEquals(4, task.get());
        }
    }

    /** Counts the calls of {@link #block}. */
    private static final class Blocker implements ForkJoinPool.ManagedBlocker {

        private final CountDownLatch release;
        private final AtomicInteger blocks = new AtomicInteger();

        Blocker(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public boolean block() throws InterruptedException {
            blocks.incrementAndGet();
            release.await();
            return true;
        }

        @Override
        public boolean isReleasable() {
            return release.getCount() == 0;
        }
    }

    @EveryPool
    void otherTasksRunWhileAManagedBlockerBlocks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Blocker blocker = new Blocker(new CountDownLatch(1));
            Future<Boolean> task = pool.submit(() -> {
                Blocking.run(blocker);
                return true;
            });
            pool.submit(blocker.release::countDown).get();
            assertTrue(task.get());
            assertTrue(blocker.blocks.get() <= 1, "expected no second call of block after the release");
            int before = blocker.blocks.get();
            Blocking.run(blocker);
            assertEquals(before, blocker.blocks.get(), "expected no call of block, as the blocker is releasable");
        }
    }

    @EveryPool
    void anInterruptEndsTheWaitOfAManagedBlocker(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Blocker blocker = new Blocker(new CountDownLatch(1));
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Future<?> task = pool.submit(() -> {
                assertThrows(InterruptedException.class, () -> Blocking.run(blocker));
                return interrupted.complete(true);
            });
            Await.until(() -> blocker.blocks.get() == 1, "the blocker blocked");
            assertTrue(task.cancel(true));
            assertTrue(interrupted.get());
        }
    }
}
