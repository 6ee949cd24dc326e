package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * If a thread factory fails, the pool reports it and keeps working. If it fails while the pool is built, the
 * constructor throws, and no thread is left.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadFactoryFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(PoolKind.LIFO, PoolKind.FIFO, PoolKind.SHARED).flatMap(kind ->
                Stream.of(FactoryFailure.values()).map(failure -> Arguments.of(kind, failure)));
    }

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> reports = new ConcurrentLinkedQueue<>();
    private volatile ThreadFactory factory = this::newWorkingThread;

    private Thread newWorkingThread(Runnable runnable) {
        Thread thread = new Thread(runnable);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    private WorkerPool build(PoolKind kind, int workers, Consumer<PoolBuilder<?>> additional) {
        return kind.build(workers, settings -> {
            settings.threadFactory(runnable -> factory.newThread(runnable))
                    .uncaughtExceptionHandler((thread, thrown) -> reports.add(thrown));
            additional.accept(settings);
        });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void workersThatHaveThreadsRunAllTasks(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 4, settings -> { })) {
            Thread only = pool.submit(Thread::currentThread).get();
            factory = failure;
            Busy busy = Workers.occupy(pool, 1).get(0);
            List<Future<Thread>> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tasks.add(pool.submit(Thread::currentThread));
            }
            busy.end();
            for (Future<Thread> task : tasks) {
                assertSame(only, task.get());
            }
            pool.awaitIdle();
            assertEquals(102, pool.completedTasks());
            checkReports(failure);
            assertEquals(4, pool.idleWorkers());
        }
    }

    private void checkReports(FactoryFailure failure) {
        assertFalse(reports.isEmpty(), "expected a report");
        for (Throwable report : reports) {
            assertTrue(report.getMessage().contains("no thread could be started"), report::toString);
            assertEquals(failure.reported(), report.getCause().getClass());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theNextSubmissionRetries(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 2, settings -> { })) {
            factory = failure;
            Future<Integer> first = pool.submit(() -> 1);
            checkReports(failure);
            assertFalse(first.isDone());
            factory = this::newWorkingThread;
            assertEquals(2, pool.submit(() -> 2).get());
            assertEquals(1, first.get());
        }
    }

    /** The queues are full, so no later task is accepted until a thread has started. */
    @ParameterizedTest
    @MethodSource("failures")
    void aSubmissionToFullQueuesRetries(PoolKind kind, FactoryFailure failure) throws Exception {
        for (boolean waits : new boolean[] {false, true}) {
            try (WorkerPool pool = build(kind, 2, settings -> settings.queueCapacity(1)
                    .whenFull(FullQueuePolicy.block(Duration.ofDays(1))))) {
                factory = failure;
                Future<Integer> first = pool.submit(() -> 1);
                assertFalse(first.isDone());
                factory = this::newWorkingThread;
                if (waits) {
                    assertEquals(2, pool.submit(() -> 2).get());
                } else {
                    assertFalse(pool.tryExecute(() -> { }), "expected the queue to be full");
                }
                assertEquals(1, first.get());
            }
        }
    }

    /** The other worker is busy, so the task needs a new thread. */
    @ParameterizedTest
    @MethodSource("failures")
    void awaitIdleRetriesAfterALaterFailure(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 2, settings -> { })) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Together.Running<Void> waiting = Together.<Void>start(() -> {
                pool.awaitIdle();
                return null;
            }).awaitParked();
            factory = failingAtFirst(failure, 1);
            assertEquals(1, pool.submit(() -> 1).get());
            busy.end();
            waiting.join();
            assertEquals(1, reports.size());
        }
    }

    /** The only worker needs another thread when its task blocks, and no further submission can come. */
    @ParameterizedTest
    @MethodSource("failures")
    void closeRetriesAfterALaterFailure(PoolKind kind, FactoryFailure failure) throws Exception {
        WorkerPool pool = build(kind, 1, settings -> { });
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayBlock = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        pool.execute(() -> {
            started.countDown();
            Together.await(mayBlock);
            Blocking.run(() -> Together.await(other));
        });
        started.await();
        pool.execute(other::countDown);
        Together.Running<Void> closing = Together.<Void>start(() -> {
            pool.close();
            return null;
        }).awaitParked();
        factory = failingAtFirst(failure, 1);
        mayBlock.countDown();
        closing.join();
        assertEquals(1, reports.size());
        assertEquals(2, pool.completedTasks());
    }

    /**
     * The submission and the shutdown have tried to start a thread. More attempts fail while a thread waits for the
     * pool.
     */
    @ParameterizedTest
    @MethodSource("failures")
    void awaitIdleAndCloseRetry(PoolKind kind, FactoryFailure failure) throws Exception {
        for (boolean idle : new boolean[] {false, true}) {
            reports.clear();
            factory = failingAtFirst(failure, 6);
            WorkerPool pool = build(kind, 2, settings -> { });
            Future<Integer> task = pool.submit(() -> 1);
            if (idle) {
                pool.awaitIdle();
                assertTrue(task.isDone());
            }
            pool.close();
            assertEquals(1, task.get());
            assertEquals(6, reports.size());
            checkReports(failure);
        }
    }

    /** A factory that works after a number of failures. */
    private ThreadFactory failingAtFirst(FactoryFailure failure, int times) {
        AtomicInteger attempts = new AtomicInteger();
        return runnable -> attempts.incrementAndGet() > times
                ? newWorkingThread(runnable) : failure.newThread(runnable);
    }

    /** The blocked task has given up its worker, and no thread can be started for that worker. */
    @ParameterizedTest
    @MethodSource("failures")
    void aBlockedTaskTakesItsWorkerBack(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 1, settings -> { })) {
            CountDownLatch queued = new CountDownLatch(1);
            Future<Integer> task = pool.submit(() -> {
                factory = failure;
                Blocking.run(() -> Await.latch(queued));
                return pool.submit(() -> 7).get();
            });
            Future<Integer> behind = pool.submit(() -> 8);
            Await.until(() -> !reports.isEmpty(), "the pool tried to start a thread");
            checkReports(failure);
            queued.countDown();
            assertEquals(7, task.get());
            assertEquals(8, behind.get());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureWhileThePoolIsBuiltLeavesNoThread(PoolKind kind, FactoryFailure failure) throws Exception {
        factory = runnable ->
                (threads.size() < 3 ? (ThreadFactory) this::newWorkingThread : failure).newThread(runnable);
        assertThrows(failure.reported(), () -> build(kind, 5, settings -> settings.startThreadsAtOnce(true)));
        assertEquals(3, threads.size());
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aPoolWithoutAnyThreadTerminates(PoolKind kind, FactoryFailure failure) throws Exception {
        factory = failure;
        WorkerPool pool = build(kind, 2, settings -> { });
        Future<Integer> task = pool.submit(() -> 1);
        assertEquals(List.of(task), pool.shutdownNow());
        Await.end(pool);
    }

    /**
     * The thread of the factory lets another thread run the worker. The pool treats it as a thread that failed to
     * start.
     */
    @EveryPool
    void aRunnableOnTheWrongThreadIsReportedAndReplaced(PoolKind kind) throws Exception {
        Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
        List<Thread> wrongThreads = new ArrayList<>();
        WorkerPool pool = kind.build(2, settings -> settings
                .uncaughtExceptionHandler((thread, thrown) -> reported.add(thrown))
                .threadFactory(runnable -> {
                    if (!wrongThreads.isEmpty()) {
                        return Together.platformThread(runnable);
                    }
                    Thread other = Together.platformThread(runnable);
                    wrongThreads.add(other);
                    return Together.platformThread(other::start);
                }));
        CountDownLatch ran = new CountDownLatch(3);
        pool.execute(ran::countDown);
        Await.until(() -> !reported.isEmpty(), "the wrong thread was reported");
        pool.execute(ran::countDown);
        pool.execute(ran::countDown);
        Await.latch(ran);
        pool.awaitIdle();
        pool.close();
        assertTrue(reported.stream().anyMatch(thrown -> String.valueOf(thrown.getCause()).contains("must itself run")
                || thrown.getMessage().contains("must itself run")), reported::toString);
    }
}
