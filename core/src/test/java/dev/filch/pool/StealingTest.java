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

/** Tasks spread over all workers, and each worker takes its own tasks in the configured order. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealingTest {

    private static final String STEALING = "LIFO|FIFO|LIFO_MEASURED|FOREIGN_THREADS";

    private static void sleepTenMillis() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"LIFO, true", "LIFO, false", "FIFO, true", "FIFO, false"})
    void everyWorkerRunsTasksOfASingleSubmitter(PoolKind kind, boolean fromInside) throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(4)) {
            Runnable submitter = () -> {
                for (int i = 0; i < 100; i++) {
                    pool.execute(StealingTest::sleepTenMillis);
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
            assertTrue(!fromInside || pool.successfulSteals() >= 3, "expected three workers to have stolen tasks");
        }
    }

    /** However the tasks are distributed at first, none ends before as many run as there are workers. */
    @ParameterizedTest
    @EnumSource
    void asManyTasksRunAtOnceAsThereAreWorkers(PoolKind kind) throws Exception {
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
    void otherWorkersEmptyTheQueueOfABusyWorker(PoolKind kind) throws Exception {
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
     * The other workers may get tasks only by stealing them late, so this hangs if a worker only ever takes its own.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = STEALING)
    void everyNodeOfATreeRuns(PoolKind kind) throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(4)) {
            for (int round = 0; round < 5; round++) {
                CountDownLatch leaves = new CountDownLatch(1 << 12);
                pool.execute(() -> submitTree(pool, 12, leaves));
                leaves.await();
                pool.awaitIdle();
                assertEquals((round + 1) * ((1L << 13) - 1), pool.completedTasks());
                assertEquals(pool.completedTasks(), Arrays.stream(pool.executedPerWorker()).sum());
            }
        }
    }

    private static void submitTree(WorkStealingPool pool, int height, CountDownLatch leaves) {
        if (height == 0) {
            leaves.countDown();
            return;
        }
        pool.execute(() -> submitTree(pool, height - 1, leaves));
        pool.execute(() -> submitTree(pool, height - 1, leaves));
    }

    /** One choice in 61 follows another rule, so one task may be out of order. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = STEALING)
    void aWorkerTakesItsOwnTasksInTheConfiguredOrder(PoolKind kind) throws Exception {
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
     * A worker of one pool is an external thread for another: the tasks it submits there wait in the injector, in
     * order.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWorkerCountsAsAnExternalThreadInAnotherPool(boolean foreignThreads) throws Exception {
        PoolKind kind = foreignThreads ? PoolKind.FOREIGN_THREADS : PoolKind.LIFO;
        try (WorkerPool first = kind.build(1); WorkerPool second = kind.build(1)) {
            for (int round = 0; round < 50; round++) {
                List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
                Busy busy = Workers.occupy(second, 1).get(0);
                first.submit(() -> IntStream.range(0, 30).forEach(i -> second.execute(() -> ran.add(i)))).get();
                busy.end();
                second.awaitIdle();
                assertEquals(30, ran.size());
                assertTrue(Order.outOfPlace(ran) <= 1, ran::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void allTasksRunWithOneOrManyWorkers(int workers) throws Exception {
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
