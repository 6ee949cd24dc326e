package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against starvation and lost wake-ups that other schedulers had. The numbers are those of their reports. A
 * failure shows as a hang.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarvationTest {

    static Stream<Arguments> poolsAndWorkers() {
        return Stream.of(PoolKind.SHARED, PoolKind.LIFO, PoolKind.FIFO, PoolKind.VIEW_HIGH, PoolKind.VIEW_LOW)
                .flatMap(kind -> Stream.of(1, 2, 4).map(workers -> Arguments.of(kind, workers)));
    }

    /** A task that resubmits itself until it is stopped. */
    private record Endless(Executor executor, AtomicBoolean stop, AtomicInteger runs) implements Runnable {
        @Override
        public void run() {
            runs.incrementAndGet();
            if (!stop.get()) {
                executor.execute(this);
            }
        }
    }

    /** apache/pekko#661: tasks from outside starve while each worker always has tasks of its own. */
    @ParameterizedTest
    @MethodSource("poolsAndWorkers")
    void tasksFromOutsideRunAlthoughEveryWorkerHasItsOwn(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger runs = new AtomicInteger();
            for (int i = 0; i < 2 * workers; i++) {
                executor.execute(new Endless(executor, stop, runs));
            }
            for (int i = 0; i < 50; i++) {
                CountDownLatch ran = new CountDownLatch(1);
                executor.execute(ran::countDown);
                ran.await();
            }
            stop.set(true);
            pool.awaitIdle();
            assertTrue(runs.get() >= 2 * workers);
        }
    }

    /** tokio-rs/tokio#2349, #4941: two tasks that wake each other starve all others of their worker. */
    @ParameterizedTest
    @MethodSource("poolsAndWorkers")
    void olderTasksRunAlthoughNewerOnesKeepComing(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch ran = new CountDownLatch(10 * workers);
            for (int i = 0; i < workers; i++) {
                executor.execute(() -> {
                    for (int older = 0; older < 10; older++) {
                        executor.execute(ran::countDown);
                    }
                    executor.execute(new Endless(executor, stop, runs));
                    executor.execute(new Endless(executor, stop, runs));
                });
            }
            ran.await();
            stop.set(true);
            pool.awaitIdle();
        }
    }

    /** Tasks are queued at a worker that stays busy, while all other workers have endless tasks of their own. */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO", "VIEW_HIGH", "VIEW_LOW", "FOREIGN_THREADS"})
    void tasksOfABusyWorkerRunAlthoughTheOthersHaveTheirOwn(PoolKind kind) throws Exception {
        int workers = 3;
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch othersHaveTasks = new CountDownLatch(workers - 1);
            CountDownLatch started = new CountDownLatch(workers);
            CountDownLatch ran = new CountDownLatch(20);
            Busy busy = new Busy(() -> {
                started.countDown();
                Together.await(othersHaveTasks);
                for (int i = 0; i < 20; i++) {
                    executor.execute(ran::countDown);
                }
            });
            executor.execute(busy);
            for (int i = 1; i < workers; i++) {
                executor.execute(() -> {
                    started.countDown();
                    Together.await(started);
                    for (int each = 0; each < 5; each++) {
                        executor.execute(new Endless(executor, stop, runs));
                    }
                    othersHaveTasks.countDown();
                });
            }
            ran.await();
            stop.set(true);
            busy.end();
            pool.awaitIdle();
        }
    }

    /** zio/zio#7930: the only worker sleeps, but is not on the list of sleepers, so no thread wakes it. */
    @ParameterizedTest
    @EnumSource
    void aSingleWorkerWakesAfterEachSleep(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            for (int round = 0; round < 500; round++) {
                Workers.awaitAsleep(pool);
                CountDownLatch ran = new CountDownLatch(2);
                kind.service(pool).execute(() -> {
                    pool.execute(ran::countDown);
                    ran.countDown();
                });
                ran.await();
            }
        }
    }

    /** JDK-8330017: counts of workers that drift with each sleep eventually stop the pool. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO", "FIFO"})
    void theCountsDoNotDrift(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3)) {
            for (int round = 0; round < 300; round++) {
                for (int i = 0; i < round % 7; i++) {
                    pool.execute(() -> pool.execute(() -> { }));
                }
                Workers.awaitAsleep(pool);
            }
        }
    }
}
