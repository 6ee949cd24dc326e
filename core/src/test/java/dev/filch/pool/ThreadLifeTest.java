package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a pool starts threads, when they end, and which objects a parked thread keeps reachable. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadLifeTest {

    private static final Duration SHORT_KEEP_ALIVE = Duration.ofMillis(50);

    private final RecordingThreadFactory factory = new RecordingThreadFactory();

    /** All threads of the pool, as the factory created them. */
    private final Set<Thread> threads = factory.created();

    @EveryPool
    void aPoolOf64WorkersStartsOneThreadForOneTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(64, settings -> settings.threadFactory(factory))) {
            assertEquals(0, threads.size(), "expected no thread before the first task");
            assertEquals(0, pool.activeWorkers());
            pool.submit(() -> 1).get();
            pool.awaitIdle();
            assertEquals(1, threads.size());
            pool.submit(() -> 1).get();
            assertEquals(1, threads.size(), "expected the idle thread to run the next task");
        }
    }

    @EveryPool
    void asManyThreadsStartAsTasksWaitForEachOther(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(8, settings -> settings.threadFactory(factory))) {
            CountDownLatch together = new CountDownLatch(8);
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(pool.submit(() -> {
                    together.countDown();
                    Await.latch(together);
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            assertEquals(8, threads.size());
        }
    }

    @EveryPool
    void allThreadsStartAtOnceOnRequest(PoolKind kind) {
        try (WorkerPool pool = kind.build(64, settings ->
                settings.startThreadsAtOnce(true).threadFactory(factory))) {
            assertEquals(64, threads.size());
            assertTrue(threads.stream().allMatch(Thread::isAlive), pool::toString);
        }
        assertFalse(threads.stream().anyMatch(Thread::isAlive), "expected every thread to have ended");
    }

    @EveryPool
    void idleThreadsEndAndLaterTasksStartNewOnes(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.keepAlive(SHORT_KEEP_ALIVE).threadFactory(factory))) {
            for (int round = 1; round <= 3; round++) {
                pool.submit(() -> 1).get();
                for (Thread thread : threads) {
                    thread.join();
                }
                assertTrue(threads.size() >= round, "expected a new thread in each round");
                assertEquals(0, pool.activeWorkers());
                assertEquals(2, pool.idleWorkers());
            }
        }
    }

    /** Tasks are submitted just when threads are about to end. */
    @EveryPool
    void noTaskIsLostWhileThreadsEnd(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3, settings -> settings.keepAlive(Duration.ofNanos(50_000)))) {
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                assertEquals(number, pool.submit(() -> number).get());
                long start = System.nanoTime();
                while (System.nanoTime() - start < number % 100 * 1_000) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @EveryPool
    void aKeepAliveOfZeroKeepsThreadsForever(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings ->
                settings.keepAlive(Duration.ZERO).threadFactory(factory))) {
            Thread first = pool.submit(Thread::currentThread).get();
            Await.parked(first); // without a deadline
            assertSame(first, pool.submit(Thread::currentThread).get());
        }
    }

    @EveryPool
    void anUnreachablePoolIsCollected(PoolKind kind) throws Exception {
        WeakReference<WorkerPool> pool = new WeakReference<>(usedPool(kind));
        Await.until(() -> {
            System.gc();
            return pool.get() == null;
        }, "the pool was collected");
    }

    private static WorkerPool usedPool(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(4, settings -> settings.keepAlive(SHORT_KEEP_ALIVE));
        assertEquals(3, pool.submit(() -> pool.submit(() -> 3).get()).get());
        return pool;
    }

    @EveryPool
    void theDefaultsAreAKeepAliveOf60SecondsAnd256Spares(PoolKind kind) {
        try (WorkerPool pool = kind.build(1)) {
            assertEquals(Duration.ofSeconds(60).toNanos(), pool.group().settings().keepAliveNanos());
            assertEquals(256, pool.group().settings().maxSpares());
        }
    }

    /** Runs tasks of several kinds, and returns weak references to them, their futures and their results. */
    private static List<WeakReference<?>> referencesOfFinishedTasks(ExecutorService pool) throws Exception {
        Object result = new Object();
        Future<Object> future = pool.submit(() -> result);
        assertSame(result, future.get());
        Future<Object> nested = pool.submit(() -> pool.submit(Object::new).get());
        nested.get();
        Runnable task = new Runnable() {
            @Override
            public void run() {
                assertNotSame(result, this);
            }
        };
        pool.execute(task);
        Future<Object> cancelled = pool.submit(() -> result);
        cancelled.cancel(true);
        return List.of(new WeakReference<>(result), new WeakReference<>(future), new WeakReference<>(nested),
                new WeakReference<>(task), new WeakReference<>(cancelled));
    }

    @ParameterizedTest
    @EnumSource
    void anIdlePoolKeepsNoFinishedTaskReachable(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            List<WeakReference<?>> references = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                references.addAll(referencesOfFinishedTasks(kind.service(pool)));
            }
            pool.awaitIdle();
            Await.until(() -> {
                System.gc();
                return references.stream().allMatch(reference -> reference.get() == null);
            }, "all finished tasks were collected: " + pool);
        }
    }

    private static WeakReference<Object> capturedBy(WorkerPool pool, List<Future<?>> kept) throws Exception {
        Object captured = new Object();
        Future<Integer> run = pool.submit(captured::hashCode);
        run.get();
        Future<Integer> cancelled = pool.submit(captured::hashCode);
        cancelled.cancel(false);
        kept.addAll(List.of(run, cancelled));
        return new WeakReference<>(captured);
    }

    @EveryPool
    void aDoneFutureDoesNotKeepItsTaskReachable(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            List<Future<?>> kept = new ArrayList<>();
            WeakReference<Object> captured = capturedBy(pool, kept);
            Await.until(() -> {
                System.gc();
                return captured.get() == null;
            }, "the task was collected");
            assertTrue(kept.stream().allMatch(Future::isDone));
        }
    }

    @Test
    void poolsWithoutNamesHaveThreadsWithDifferentNames() throws Exception {
        try (WorkStealingPool first = WorkStealingPool.builder().build();
                WorkStealingPool second = WorkStealingPool.builder().build();
                SharedQueuePool third = new SharedQueuePool(1)) {
            String one = first.submit(() -> Thread.currentThread().getName()).get();
            String two = second.submit(() -> Thread.currentThread().getName()).get();
            assertNotEquals(one, two);
            assertTrue(one.startsWith("WorkStealingPool-"), one);
            String three = third.submit(() -> Thread.currentThread().getName()).get();
            assertTrue(three.startsWith("SharedQueuePool-"), three);
        }
    }

    @EveryPool
    void threadsHaveTheConfiguredAttributes(PoolKind kind) throws Exception {
        for (boolean daemon : List.of(true, false)) {
            int priority = Thread.currentThread().getPriority();
            try (WorkerPool pool = kind.build(1, settings -> settings.daemon(daemon).name("name"))) {
                Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
                Thread thread = pool.submit(Thread::currentThread).get();
                assertEquals(daemon, thread.isDaemon());
                assertEquals("name-1", thread.getName());
                assertEquals(Thread.NORM_PRIORITY, thread.getPriority());
            } finally {
                Thread.currentThread().setPriority(priority);
            }
        }
    }

    private static ClassLoader otherLoader() {
        return new ClassLoader(null) { };
    }

    @EveryPool
    void theContextClassLoaderIsThatOfTheBuildingThreadUnlessSet(PoolKind kind) throws Exception {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        ClassLoader set = otherLoader();
        try (WorkerPool byDefault = kind.build(1); WorkerPool explicit = kind.build(1, settings ->
                settings.contextClassLoader(set)); WorkerPool none = kind.build(1, settings ->
                settings.contextClassLoader(null))) {
            Thread.currentThread().setContextClassLoader(otherLoader());
            assertSame(own, byDefault.submit(() -> Thread.currentThread().getContextClassLoader()).get());
            assertSame(set, explicit.submit(() -> Thread.currentThread().getContextClassLoader()).get());
            ClassLoader system = none.submit(() -> Thread.currentThread().getContextClassLoader()).get();
            assertTrue(system == null || system == ClassLoader.getSystemClassLoader(),
                    () -> "expected the system class loader or none: " + system);
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
    }

    @EveryPool
    void inheritableThreadLocalsAreInheritedOnlyOnRequest(PoolKind kind) throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        local.set("set by the submitter");
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (WorkerPool pool = kind.build(1)) {
            pool.execute(() -> seen.complete(String.valueOf(local.get())));
            assertEquals("null", seen.get());
        }
        try (WorkerPool pool = kind.build(1, settings -> settings.inheritThreadLocals(true))) {
            assertEquals("set by the submitter", pool.submit(local::get).get());
        }
    }
}
