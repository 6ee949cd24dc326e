package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.scheduler.GroupView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Timeout;

/** Guards against bugs that other schedulers had. Each test names the report. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KnownSchedulerBugsTest {

    /**
     * JDK-8373118, "Starvation.java timed out" (ForkJoinPool): tasks that wait for each other all get a thread, in
     * pools of many sizes, although each is submitted while workers go to sleep.
     */
    @EveryPool
    void asManyTasksRunTogetherAsThereAreWorkers(PoolKind kind) throws Exception {
        for (int workers = 1; workers <= 16; workers++) {
            try (WorkerPool pool = kind.build(workers)) {
                for (int round = 0; round < 20; round++) {
                    CountDownLatch together = new CountDownLatch(workers);
                    List<Callable<Boolean>> tasks = new ArrayList<>();
                    for (int i = 0; i < workers; i++) {
                        tasks.add(() -> {
                            together.countDown();
                            Await.latch(together);
                            return true;
                        });
                    }
                    for (Future<Boolean> task : pool.invokeAll(tasks)) {
                        assertTrue(task.get());
                    }
                }
            }
        }
    }

    /** tokio#1768: a worker that goes to sleep must see a task that another worker submits at that moment. */
    @EveryPool
    void aTaskSubmittedByAWorkerWakesASleepingOne(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            for (int i = 0; i < 3_000; i++) {
                CompletableFuture<Integer> other = new CompletableFuture<>();
                int number = i;
                // The submitter waits until the task has run, so the other worker must wake up for it.
                assertEquals(number, pool.submit(() -> {
                    pool.execute(() -> other.complete(number));
                    return other.join();
                }).get());
            }
        }
    }

    /** zio#7930: if the only worker is neither active nor known as idle, no submission wakes it. */
    @EveryPool
    void oneWorkerWakesForEverySubmission(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            for (int i = 0; i < 5_000; i++) {
                int number = i;
                CountDownLatch ran = new CountDownLatch(1);
                pool.execute(ran::countDown);
                for (int spins = 0; spins < number % 400; spins++) {
                    Thread.onSpinWait();
                }
                Await.latch(ran);
            }
            pool.awaitIdle();
            assertEquals(5_000, pool.completedTasks());
            assertEquals(1, pool.idleWorkers());
        }
    }

    /**
     * cats-effect#4674: a worker that stays counted as searching disables all wake-ups. Whatever tasks do to their
     * threads, the count of searching workers must return to zero.
     */
    @EveryPool
    void noWorkerStaysCountedAsSearching(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(4, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> { }))) {
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                pool.execute(() -> {
                    if (number % 3 == 0) {
                        Thread.currentThread().interrupt();
                    }
                    if (number % 5 == 0) {
                        throw new IllegalStateException("thrown by the test");
                    }
                    if (number % 7 == 0) {
                        Blocking.run(() -> { });
                    }
                });
            }
            pool.awaitIdle();
            Await.until(() -> pool.toString().contains("4 idle, 0 searching"),
                    "4 workers were idle and none was searching: " + pool);
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    /** pekko#661 and akka#31125: tasks from outside run although tasks inside never stop submitting others. */
    @EveryPool
    void tasksFromOutsideRunDespiteEndlessInternalTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            AtomicBoolean stopped = new AtomicBoolean();
            for (int i = 0; i < 4; i++) {
                pool.execute(() -> resubmit(pool, stopped));
            }
            for (int i = 0; i < 200; i++) {
                int number = i;
                assertEquals(number, pool.submit(() -> number).get());
            }
            stopped.set(true);
            pool.awaitIdle();
        }
    }

    private static void resubmit(WorkerPool pool, AtomicBoolean stopped) {
        if (!stopped.get()) {
            pool.execute(() -> resubmit(pool, stopped));
        }
    }

    /**
     * JDK-8330017: a 16-bit count that drifts each time a worker goes idle overflows, and the pool stops. Here, workers
     * go to sleep more often than any count in the state word has values.
     */
    @EveryPool
    void thePoolWorksAfterMoreSleepsThanAnyCountHolds(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            for (int i = 0; i < 70_000; i++) {
                pool.submit(() -> 1).get();
                while (GroupView.idle(pool.group()) < 2) {
                    Thread.onSpinWait();
                }
            }
            pool.awaitIdle();
            assertEquals(70_000, pool.completedTasks());
            assertEquals(2, pool.idleWorkers());
            assertAllWorkersRunTogether(pool);
        }
    }

    private static void assertAllWorkersRunTogether(WorkerPool pool) throws InterruptedException, ExecutionException {
        CountDownLatch together = new CountDownLatch(pool.workers());
        Callable<Boolean> meeting = () -> {
            together.countDown();
            Await.latch(together);
            return true;
        };
        for (Future<Boolean> task : pool.invokeAll(Collections.nCopies(pool.workers(), meeting))) {
            assertTrue(task.get());
        }
    }

    /**
     * affinitypool#46: idle workers that try to steal from each other must not slow down a busy one, however many they
     * are.
     */
    @EveryPool
    void manyIdleWorkersDoNotSlowDownABusyOne(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(64, settings -> settings.startThreadsAtOnce(true))) {
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(() -> chain(pool, ran, done));
            Await.latch(done);
            pool.awaitIdle();
            assertEquals(20_000, ran.get());
            assertEquals(64, pool.idleWorkers());
            long attempts = pool.metrics().snapshot().workers().stream().mapToLong(WorkerSnapshot::stealAttempts).sum();
            assertTrue(attempts <= 20_000L * 63 * 4, () -> "expected at most 4 searches per task: " + attempts);
        }
    }

    private static void chain(WorkerPool pool, AtomicInteger ran, CountDownLatch done) {
        if (ran.incrementAndGet() < 20_000) {
            pool.execute(() -> chain(pool, ran, done));
        } else {
            done.countDown();
        }
    }

    /**
     * rayon#592: a task that waits while it holds a lock must not run an unrelated task on its stack that takes the
     * same lock. The lock is reentrant, so such a task would enter the critical section.
     */
    @EveryPool
    void aTaskThatWaitsWhileItHoldsALockRunsNoUnrelatedTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            ReentrantLock lock = new ReentrantLock();
            AtomicInteger intruders = new AtomicInteger();
            List<Future<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                tasks.add(pool.submit(() -> {
                    if (lock.isHeldByCurrentThread()) {
                        intruders.incrementAndGet();
                    }
                    lock.lock();
                    try {
                        Future<Integer> own = pool.submit(() -> 1);
                        Future<Integer> second = pool.submit(() -> pool.submit(() -> 2).get());
                        return own.get() + second.get();
                    } finally {
                        lock.unlock();
                    }
                }));
            }
            for (Future<Integer> task : tasks) {
                assertEquals(3, task.get());
            }
            assertEquals(0, intruders.get(), "expected no task to run on the stack of a waiter that holds the lock");
        }
    }

    /** tokio#8406: if no thread could be started for a task, it runs once a thread can be started for another. */
    @EveryPool
    void aTaskForWhichNoThreadCouldBeStartedRunsAfterTheNextSubmission(PoolKind kind) throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        try (WorkerPool pool = kind.build(2, settings -> settings
                .uncaughtExceptionHandler((thread, thrown) -> { })
                .threadFactory(runnable -> {
                    if (fails.get()) {
                        throw new OutOfMemoryError("unable to create native thread (thrown by the test)");
                    }
                    return new Thread(runnable);
                }))) {
            Future<Integer> stranded = pool.submit(() -> 1);
            assertFalse(stranded.isDone());
            fails.set(false);
            assertEquals(2, pool.submit(() -> 2).get());
            assertEquals(1, stranded.get());
        }
    }
}
