package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads as submitters, as waiters and, with a thread factory, as workers. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTest {

    /** {@code Thread.ofVirtual().factory()}, which does not exist in the Java release that this compiles for. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    private static int fibonacci(WorkerPool pool, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        Future<Integer> first = pool.submit(() -> fibonacci(pool, n - 1));
        Future<Integer> second = pool.submit(() -> fibonacci(pool, n - 2));
        return first.get() + second.get();
    }

    @EveryPool
    void virtualWorkersMayWaitAndBlock(PoolKind kind) throws Exception {
        ThreadFactory factory = virtualThreads();
        List<Thread> threads = new ArrayList<>();
        WorkerPool pool = kind.build(2, settings -> settings.threadFactory(runnable -> {
            Thread thread = factory.newThread(runnable);
            synchronized (threads) {
                threads.add(thread);
            }
            return thread;
        }));
        assertTrue(isVirtual(pool.submit(Thread::currentThread).get()));
        assertEquals(610, pool.submit(() -> fibonacci(pool, 15)).get());
        CountDownLatch release = new CountDownLatch(1);
        List<Future<?>> blocked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            blocked.add(pool.submit(() -> Blocking.run(() -> Await.latch(release))));
        }
        pool.submit(release::countDown).get();
        for (Future<?> task : blocked) {
            task.get();
        }
        pool.awaitIdle();
        pool.close();
        synchronized (threads) {
            assertTrue(threads.stream().noneMatch(Thread::isAlive), "expected every thread to have ended");
        }
    }

    @EveryPool
    void virtualSubmittersMayWaitForTasks(PoolKind kind) throws Exception {
        ThreadFactory factory = virtualThreads();
        try (WorkerPool pool = kind.build(2)) {
            int submitters = 200;
            CountDownLatch done = new CountDownLatch(submitters);
            for (int i = 0; i < submitters; i++) {
                int number = i;
                factory.newThread(() -> {
                    try {
                        assertEquals(number, pool.submit(() -> number).get());
                        done.countDown();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }).start();
            }
            Await.latch(done);
        }
    }
}
