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

/** A thread factory that fails leaves a working pool, and a report; or, at the start, none and no thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadFactoryFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(PoolKind.LIFO, PoolKind.FIFO, PoolKind.SHARED).flatMap(kind ->
                Stream.of(FactoryFailure.values()).map(failure -> Arguments.of(kind, failure)));
    }

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> reports = new ConcurrentLinkedQueue<>();
    private volatile ThreadFactory factory = this::working;

    private Thread working(Runnable runnable) {
        Thread thread = new Thread(runnable);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    private WorkerPool build(PoolKind kind, int workers, Consumer<PoolBuilder<?>> further) {
        return kind.build(workers, settings -> {
            settings.threadFactory(runnable -> factory.newThread(runnable))
                    .uncaughtExceptionHandler((thread, thrown) -> reports.add(thrown));
            further.accept(settings);
        });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theWorkersThatHaveThreadsRunWhatWasSubmitted(PoolKind kind, FactoryFailure failure) throws Exception {
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
        assertFalse(reports.isEmpty(), "nothing was reported");
        for (Throwable report : reports) {
            assertTrue(report.getMessage().contains("no thread could be started"), report::toString);
            assertEquals(failure.reported(), report.getCause().getClass());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theNextSubmissionTriesAgain(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 2, settings -> { })) {
            factory = failure;
            Future<Integer> first = pool.submit(() -> 1);
            checkReports(failure);
            assertFalse(first.isDone());
            factory = this::working;
            assertEquals(2, pool.submit(() -> 2).get());
            assertEquals(1, first.get());
        }
    }

    /** No further task is accepted before that. */
    @ParameterizedTest
    @MethodSource("failures")
    void aSubmissionThatFindsTheQueuesFullTriesAgain(PoolKind kind, FactoryFailure failure) throws Exception {
        for (boolean waits : new boolean[] {false, true}) {
            try (WorkerPool pool = build(kind, 2, settings -> settings.queueCapacity(1)
                    .whenFull(FullQueuePolicy.block(Duration.ofDays(1))))) {
                factory = failure;
                Future<Integer> first = pool.submit(() -> 1);
                assertFalse(first.isDone());
                factory = this::working;
                if (waits) {
                    assertEquals(2, pool.submit(() -> 2).get());
                } else {
                    assertFalse(pool.tryExecute(() -> { }), "the queue was not full");
                }
                assertEquals(1, first.get());
            }
        }
    }

    /** Another worker is busy, so a thread must be started for the task. */
    @ParameterizedTest
    @MethodSource("failures")
    void aWaitForIdlenessTriesAgainAfterALaterFailure(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 2, settings -> { })) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Together.Running<Void> waiting = Together.<Void>start(() -> {
                pool.awaitIdle();
                return null;
            }).awaitParked();
            factory = failing(failure, 1);
            assertEquals(1, pool.submit(() -> 1).get());
            busy.end();
            waiting.join();
            assertEquals(1, reports.size());
        }
    }

    /** The only worker needs another thread once its task blocks, and no submission can come any more. */
    @ParameterizedTest
    @MethodSource("failures")
    void aCloseTriesAgainAfterALaterFailure(PoolKind kind, FactoryFailure failure) throws Exception {
        WorkerPool pool = build(kind, 1, settings -> { });
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        pool.execute(() -> {
            started.countDown();
            Together.await(go);
            Blocking.run(() -> Together.await(other));
        });
        started.await();
        pool.execute(other::countDown);
        Together.Running<Void> closing = Together.<Void>start(() -> {
            pool.close();
            return null;
        }).awaitParked();
        factory = failing(failure, 1);
        go.countDown();
        closing.join();
        assertEquals(1, reports.size());
        assertEquals(2, pool.completedTasks());
    }

    /** The submission has tried, and so has the shutdown; while the pool is awaited, more attempts fail. */
    @ParameterizedTest
    @MethodSource("failures")
    void aWaitForTheEndTriesAgain(PoolKind kind, FactoryFailure failure) throws Exception {
        for (boolean idle : new boolean[] {false, true}) {
            reports.clear();
            factory = failing(failure, 6);
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

    /** Works after some failures. */
    private ThreadFactory failing(FactoryFailure failure, int times) {
        AtomicInteger attempts = new AtomicInteger();
        return runnable -> attempts.incrementAndGet() > times ? working(runnable) : failure.newThread(runnable);
    }

    /** The task that waits has left its worker, for which no thread can be had. */
    @ParameterizedTest
    @MethodSource("failures")
    void aTaskThatBlocksTakesItsWorkerBack(PoolKind kind, FactoryFailure failure) throws Exception {
        try (WorkerPool pool = build(kind, 1, settings -> { })) {
            CountDownLatch queued = new CountDownLatch(1);
            Future<Integer> task = pool.submit(() -> {
                factory = failure;
                Blocking.run(() -> Await.latch(queued));
                return pool.submit(() -> 7).get();
            });
            Future<Integer> behind = pool.submit(() -> 8);
            Await.until(() -> !reports.isEmpty(), "no thread was wanted");
            checkReports(failure);
            queued.countDown();
            assertEquals(7, task.get());
            assertEquals(8, behind.get());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureWhileThePoolIsBuiltLeavesNoThread(PoolKind kind, FactoryFailure failure) throws Exception {
        factory = runnable -> (threads.size() < 3 ? (ThreadFactory) this::working : failure).newThread(runnable);
        assertThrows(failure.reported(), () -> build(kind, 5, settings -> settings.startThreadsAtOnce(true)));
        assertEquals(3, threads.size());
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aPoolWithoutAnyThreadEnds(PoolKind kind, FactoryFailure failure) throws Exception {
        factory = failure;
        WorkerPool pool = build(kind, 2, settings -> { });
        Future<Integer> task = pool.submit(() -> 1);
        assertEquals(List.of(task), pool.shutdownNow());
        Await.end(pool);
    }

    /** The pool behaves as if the thread could not be started. */
    @EveryPool
    void aRunnableOnAWrongThreadIsReportedAndReplaced(PoolKind kind) throws Exception {
        Queue<Throwable> heard = new ConcurrentLinkedQueue<>();
        List<Thread> wrong = new ArrayList<>();
        WorkerPool pool = kind.build(2, settings -> settings
                .uncaughtExceptionHandler((thread, thrown) -> heard.add(thrown))
                .threadFactory(runnable -> {
                    if (!wrong.isEmpty()) {
                        return Together.platformThread(runnable);
                    }
                    Thread other = Together.platformThread(runnable);
                    wrong.add(other);
                    return Together.platformThread(other::start);
                }));
        CountDownLatch ran = new CountDownLatch(3);
        pool.execute(ran::countDown);
        Await.until(() -> !heard.isEmpty(), "the wrong thread is reported");
        pool.execute(ran::countDown);
        pool.execute(ran::countDown);
        Await.latch(ran);
        pool.awaitIdle();
        pool.close();
        assertTrue(heard.stream().anyMatch(thrown -> String.valueOf(thrown.getCause()).contains("must itself run")
                || thrown.getMessage().contains("must itself run")), heard::toString);
    }
}
