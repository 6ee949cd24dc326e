package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.scheduler.GroupView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Work spreads over the workers, and each takes its own in the order that it was built with. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealingTest {

    private static final String STEALING = "LIFO|FIFO|LIFO_MEASURED|FOREIGN_THREADS";

    private static void tenMilliseconds() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"LIFO, true", "LIFO, false", "FIFO, true", "FIFO, false"})
    void everyWorkerRunsSomeOfOneSubmittersTasks(PoolKind kind, boolean fromInside) throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(4)) {
            Runnable submitter = () -> {
                for (int i = 0; i < 100; i++) {
                    pool.execute(StealingTest::tenMilliseconds);
                }
            };
            if (fromInside) {
                pool.execute(submitter);
            } else {
                submitter.run();
            }
            pool.awaitIdle();
            long[] executed = pool.executedPerWorker();
            assertEquals(fromInside ? 101 : 100, Arrays.stream(executed).sum());
            assertTrue(Arrays.stream(executed).allMatch(count -> count > 0), () -> Arrays.toString(executed));
            assertTrue(pool.successfulSteals() <= pool.stealAttempts());
            assertTrue(!fromInside || pool.successfulSteals() >= 3, "three had nothing but what they stole");
        }
    }

    /** However the tasks are spread at first: none may end before there are as many running as workers. */
    @ParameterizedTest
    @EnumSource
    void asManyRunAtOnceAsThereAreWorkers(PoolKind kind) throws Exception {
        for (int workers : new int[] {2, 4, 9}) {
            try (WorkerPool pool = kind.build(workers)) {
                CyclicBarrier meeting = new CyclicBarrier(workers);
                List<Future<Integer>> arrivals = new ArrayList<>();
                for (int i = 0; i < 3 * workers; i++) {
                    arrivals.add(kind.service(pool).submit(() -> meeting.await()));
                }
                for (Future<Integer> arrival : arrivals) {
                    assertTrue(arrival.get() < workers);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = STEALING)
    void othersEmptyTheDequeOfABusyWorker(PoolKind kind) throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(3)) {
            int tasks = 500;
            CountDownLatch ran = new CountDownLatch(tasks);
            int[] busyWorker = new int[1];
            Busy busy = new Busy(() -> {
                busyWorker[0] = GroupView.currentWorker(pool.group());
                IntStream.range(0, tasks).forEach(i -> pool.execute(ran::countDown, i % 256));
            });
            pool.execute(busy);
            ran.await();
            busy.end();
            pool.awaitIdle();
            assertEquals(tasks + 1, pool.completedTasks());
            assertEquals(1, pool.executedPerWorker()[busyWorker[0]]);
            assertTrue(pool.successfulSteals() > 0);
        }
    }

    /**
     * The others may get some only after the last has been submitted, so one that only ever takes its own would hang
     * this.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = STEALING)
    void trees(PoolKind kind) throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(4)) {
            for (int round = 0; round < 5; round++) {
                CountDownLatch leaves = new CountDownLatch(1 << 12);
                pool.execute(() -> grow(pool, 12, leaves));
                leaves.await();
                pool.awaitIdle();
                assertEquals((round + 1) * ((1L << 13) - 1), pool.completedTasks());
                assertEquals(pool.completedTasks(), Arrays.stream(pool.executedPerWorker()).sum());
            }
        }
    }

    private static void grow(WorkStealingPool pool, int height, CountDownLatch leaves) {
        if (height == 0) {
            leaves.countDown();
            return;
        }
        pool.execute(() -> grow(pool, height - 1, leaves));
        pool.execute(() -> grow(pool, height - 1, leaves));
    }

    /** One choice in 61 is made by another rule. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = STEALING)
    void aWorkerTakesItsOwnTasksInTheOrderItWasBuiltFor(PoolKind kind) throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(1)) {
            for (int round = 0; round < 50; round++) {
                List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
                pool.execute(() -> IntStream.range(0, 30).forEach(i -> pool.execute(() -> ran.add(i))));
                pool.awaitIdle();
                assertEquals(30, ran.size());
                if (kind != PoolKind.FIFO) {
                    Collections.reverse(ran);
                }
                assertTrue(Order.outOfPlace(ran) <= 1, ran::toString);
            }
        }
    }

    /**
     * A worker of one pool is a stranger in another: what it submits there waits where all strangers' tasks do, in
     * their order.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWorkerIsAStrangerInAnotherPool(boolean foreignThreads) throws Exception {
        PoolKind kind = foreignThreads ? PoolKind.FOREIGN_THREADS : PoolKind.LIFO;
        try (WorkerPool here = kind.build(1); WorkerPool there = kind.build(1)) {
            for (int round = 0; round < 50; round++) {
                List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
                Busy busy = Workers.occupy(there, 1).get(0);
                here.submit(() -> IntStream.range(0, 30).forEach(i -> there.execute(() -> ran.add(i)))).get();
                busy.end();
                there.awaitIdle();
                assertEquals(30, ran.size());
                assertTrue(Order.outOfPlace(ran) <= 1, ran::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void anyNumberOfWorkersDoes(int workers) throws Exception {
        for (PoolKind kind : List.of(PoolKind.SHARED, PoolKind.LIFO)) {
            try (WorkerPool pool = kind.build(workers)) {
                CountDownLatch ran = new CountDownLatch(20_000);
                pool.execute(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        pool.execute(ran::countDown);
                    }
                });
                for (int i = 0; i < 10_000; i++) {
                    pool.execute(ran::countDown);
                }
                ran.await();
                Workers.awaitAsleep(pool);
                assertEquals(20_001, pool.completedTasks());
            }
        }
    }
}
