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

/** What must hold where other schedulers had bugs. Each test names the report. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OthersBugsTest {

    /**
     * JDK-8373118, "Starvation.java timed out" (ForkJoinPool): all tasks that wait for each other get a thread, in pools
     * of many sizes, though each is submitted while workers go to sleep.
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

    /** tokio#1768: a task that a worker submits is seen by a worker that goes to sleep at that moment. */
    @EveryPool
    void aTaskThatAWorkerSubmitsIsNotLeftBesideSleepers(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            for (int i = 0; i < 3_000; i++) {
                CompletableFuture<Integer> other = new CompletableFuture<>();
                int number = i;
                // The submitter does not end before the task has run: another worker must wake for it.
                assertEquals(number, pool.submit(() -> {
                    pool.execute(() -> other.complete(number));
                    return other.join();
                }).get());
            }
        }
    }

    /** zio#7930: with one worker, one that is neither active nor known as idle stops everything. */
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
     * cats-effect#4674: one searcher that never comes back disables all wake-ups. Whatever tasks do to the threads, none
     * stays counted as searching.
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
                        throw new IllegalStateException("as the test wants it");
                    }
                    if (number % 7 == 0) {
                        Blocking.run(() -> { });
                    }
                });
            }
            pool.awaitIdle();
            Await.until(() -> pool.toString().contains("4 idle, 0 searching"), pool.toString());
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    /** pekko#661 and akka#31125: tasks from outside run beside tasks that never stop submitting others. */
    @EveryPool
    void tasksFromOutsideRunBesideEndlessInternalTraffic(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            AtomicBoolean ends = new AtomicBoolean();
            for (int i = 0; i < 4; i++) {
                pool.execute(() -> resubmit(pool, ends));
            }
            for (int i = 0; i < 200; i++) {
                int number = i;
                assertEquals(number, pool.submit(() -> number).get());
            }
            ends.set(true);
            pool.awaitIdle();
        }
    }

    private static void resubmit(WorkerPool pool, AtomicBoolean ends) {
        if (!ends.get()) {
            pool.execute(() -> resubmit(pool, ends));
        }
    }

    /**
     * JDK-8330017: a count of 16 bits that drifts with each idle worker overflows, and the pool stops. Here more sleeps
     * pass than any count in the word of the state has values.
     */
    @EveryPool
    void thePoolOutlivesMoreSleepsThanAnyCountHolds(PoolKind kind) throws Exception {
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
            asManyTasksRunTogether(pool);
        }
    }

    private static void asManyTasksRunTogether(WorkerPool pool) throws InterruptedException, ExecutionException {
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

    /** affinitypool#46: idle workers that try to steal from each other leave a busy one room, however many there are. */
    @EveryPool
    void manyIdleWorkersDoNotHinderABusyOne(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(64, settings -> settings.startThreadsAtOnce(true))) {
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(() -> chain(pool, ran, done));
            Await.latch(done);
            pool.awaitIdle();
            assertEquals(20_000, ran.get());
            assertEquals(64, pool.idleWorkers());
            long attempts = pool.metrics().snapshot().workers().stream().mapToLong(WorkerSnapshot::stealAttempts).sum();
            assertTrue(attempts <= 20_000L * 63 * 4, () -> "for each link, one worker may search four times: " + attempts);
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
     * rayon#592: a task that waits while it holds a lock must not run an unrelated one on its stack that takes the same
     * lock. The lock is reentrant, so that the unrelated task would find it taken by its own thread.
     */
    @EveryPool
    void aTaskThatWaitsUnderALockRunsNoUnrelatedTask(PoolKind kind) throws Exception {
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
            assertEquals(0, intruders.get(), "tasks on the stack of one that waits under the lock");
        }
    }

    /** tokio#8406: the task whose submission could not start a thread is not left for ever. */
    @EveryPool
    void aTaskForWhichNoThreadCouldBeStartedRunsWithTheNext(PoolKind kind) throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        try (WorkerPool pool = kind.build(2, settings -> settings
                .uncaughtExceptionHandler((thread, thrown) -> { })
                .threadFactory(runnable -> {
                    if (fails.get()) {
                        throw new OutOfMemoryError("unable to create native thread: as the test wants it");
                    }
                    return new Thread(runnable);
                }))) {
            Future<Integer> orphan = pool.submit(() -> 1);
            assertFalse(orphan.isDone());
            fails.set(false);
            assertEquals(2, pool.submit(() -> 2).get());
            assertEquals(1, orphan.get());
        }
    }
}
