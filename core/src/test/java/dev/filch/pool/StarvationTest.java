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
 * What other schedulers let starve, or forgot to wake; the numbers are those of the reports. A failure shows as a hang.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarvationTest {

    static Stream<Arguments> poolsAndWorkers() {
        return Stream.of(PoolKind.SHARED, PoolKind.LIFO, PoolKind.FIFO, PoolKind.VIEW_HIGH, PoolKind.VIEW_LOW)
                .flatMap(kind -> Stream.of(1, 2, 4).map(workers -> Arguments.of(kind, workers)));
    }

    /** Tasks that submit themselves again, until the end. */
    private record Endless(Executor executor, AtomicBoolean stop, AtomicInteger runs) implements Runnable {
        @Override
        public void run() {
            runs.incrementAndGet();
            if (!stop.get()) {
                executor.execute(this);
            }
        }
    }

    /** apache/pekko#661: submissions from outside starve while every worker is fed by its own tasks. */
    @ParameterizedTest
    @MethodSource("poolsAndWorkers")
    void outsidersAreServedThoughEveryWorkerFeedsItself(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger runs = new AtomicInteger();
            for (int i = 0; i < 2 * workers; i++) {
                executor.execute(new Endless(executor, stop, runs));
            }
            for (int i = 0; i < 50; i++) {
                CountDownLatch served = new CountDownLatch(1);
                executor.execute(served::countDown);
                served.await();
            }
            stop.set(true);
            pool.awaitIdle();
            assertTrue(runs.get() >= 2 * workers);
        }
    }

    /** tokio-rs/tokio#2349, #4941: two tasks that wake each other keep all others of their worker waiting. */
    @ParameterizedTest
    @MethodSource("poolsAndWorkers")
    void olderTasksAreServedThoughNewerOnesKeepComing(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch served = new CountDownLatch(10 * workers);
            for (int i = 0; i < workers; i++) {
                executor.execute(() -> {
                    for (int older = 0; older < 10; older++) {
                        executor.execute(served::countDown);
                    }
                    executor.execute(new Endless(executor, stop, runs));
                    executor.execute(new Endless(executor, stop, runs));
                });
            }
            served.await();
            stop.set(true);
            pool.awaitIdle();
        }
    }

    /** The deque of a worker that is busy for ever, while all the others feed themselves. */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO", "VIEW_HIGH", "VIEW_LOW", "FOREIGN_THREADS"})
    void tasksOfABusyWorkerAreServedThoughTheOthersFeedThemselves(PoolKind kind) throws Exception {
        int workers = 3;
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch fed = new CountDownLatch(workers - 1);
            CountDownLatch started = new CountDownLatch(workers);
            CountDownLatch served = new CountDownLatch(20);
            Busy busy = new Busy(() -> {
                started.countDown();
                Together.await(fed);
                for (int i = 0; i < 20; i++) {
                    executor.execute(served::countDown);
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
                    fed.countDown();
                });
            }
            served.await();
            stop.set(true);
            busy.end();
            pool.awaitIdle();
        }
    }

    /** zio/zio#7930: the only worker sleeps, but is not where those who wake it look. */
    @ParameterizedTest
    @EnumSource
    void aSingleWorkerIsFoundAgainAfterEachSleep(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            for (int round = 0; round < 500; round++) {
                Workers.awaitAsleep(pool);
                CountDownLatch served = new CountDownLatch(2);
                kind.service(pool).execute(() -> {
                    pool.execute(served::countDown);
                    served.countDown();
                });
                served.await();
            }
        }
    }

    /** JDK-8330017: counts of workers that drift a little with each sleep stop the pool in the end. */
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
