package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of tasks that may start before a task of another priority, as documented in {@link WorkStealingPool}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PriorityBoundsTest {

    private static final int HIGH = 255;
    private static final int NORMAL = 100;
    private static final int LOW = 0;
    private static final int MAX_STARTS_BETWEEN = 244;

    private static WorkStealingPool pool(PoolKind kind, int workers) {
        return (WorkStealingPool) kind.build(workers);
    }

    private static void workFor10Micros() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 10_000) {
            Thread.onSpinWait();
        }
    }

    /** With one worker, no other thread starts tasks, so the count is exact. */
    @ParameterizedTest
    @CsvSource({"LIFO, false", "FIFO, false", "LIFO, true", "FIFO, true"})
    void aHighTaskStartsBefore10000NormalOnes(PoolKind kind, boolean submittedInside) throws Exception {
        SplittableRandom random = Seeded.random("high" + kind + submittedInside);
        try (WorkStealingPool pool = pool(kind, 1)) {
            for (int round = 0; round < 5; round++) {
                AtomicInteger starts = new AtomicInteger();
                Runnable normal = () -> {
                    starts.incrementAndGet();
                    workFor10Micros();
                };
                Busy busy = new Busy(() -> {
                    for (int i = 0; submittedInside && i < 10_000; i++) {
                        pool.execute(normal);
                    }
                });
                pool.execute(busy);
                busy.awaitStart();
                for (int i = 0; !submittedInside && i < 10_000; i++) {
                    pool.execute(normal);
                }
                busy.end();
                int startsBeforeHigh = random.nextInt(200);
                Await.until(() -> starts.get() >= startsBeforeHigh, "enough tasks had started");
                int[] before = new int[1];
                int[] atStart = new int[1];
                CountDownLatch started = new CountDownLatch(1);
                // A task of the pool submits the measured one, so no task starts between the count and the submission.
                pool.execute(() -> {
                    before[0] = starts.get();
                    pool.execute(() -> {
                        atStart[0] = starts.get();
                        started.countDown();
                    }, HIGH);
                }, HIGH);
                Await.latch(started);
                assertTrue(atStart[0] - before[0] <= 2,
                        () -> "expected at most 2 tasks to start before the HIGH one, after " + before[0] + ": "
                                + (atStart[0] - before[0]));
                pool.awaitIdle();
            }
        }
    }

    /** Lets one worker at a time end its task, so that exactly one chooses its next task. */
    private static final class Steps {

        private final Semaphore permits = new Semaphore(0);
        private final Semaphore started = new Semaphore(0);
        private final List<String> order = new ArrayList<>();

        private Runnable task(String name) {
            return () -> {
                synchronized (order) {
                    order.add(name);
                }
                started.release();
                permits.acquireUninterruptibly();
            };
        }

        void advance() throws InterruptedException {
            permits.release();
            started.acquire();
        }

        int startsBefore(String name, int from) {
            synchronized (order) {
                int index = order.subList(from, order.size()).indexOf(name);
                return index < 0 ? order.size() - from : index;
            }
        }

        int starts() {
            synchronized (order) {
                return order.size();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LIFO, 2", "FIFO, 2", "LIFO, 4", "FIFO, 4"})
    void atMostTwoTasksPerWorkerStartBeforeAHighTask(PoolKind kind, int workers) throws Exception {
        SplittableRandom random = Seeded.random("steps" + kind + workers);
        Steps steps = new Steps();
        WorkStealingPool pool = pool(kind, workers);
        for (int i = 0; i < 10_000; i++) {
            pool.execute(steps.task("normal"));
        }
        steps.started.acquire(workers);
        for (int round = 0; round < 100; round++) {
            for (int i = random.nextInt(60); i > 0; i--) {
                steps.advance();
            }
            int before = steps.starts();
            String name = "high " + round;
            pool.execute(steps.task(name), HIGH);
            for (int i = 0; i <= 2 * workers; i++) {
                steps.advance();
            }
            int others = steps.startsBefore(name, before);
            assertTrue(others <= 2 * workers,
                    () -> "expected at most 2 tasks per worker to start before " + name + ": " + others);
        }
        steps.permits.release(20_000);
        pool.close();
    }

    /** HIGH and NORMAL tasks keep resubmitting themselves. The number of starts between two LOW tasks is bounded. */
    @ParameterizedTest
    @CsvSource({"LIFO, false", "FIFO, false", "LIFO, true", "FIFO, true"})
    void lowTasksAdvanceDespiteEndlessOthers(PoolKind kind, boolean highToo) throws Exception {
        WorkStealingPool pool = pool(kind, 1);
        AtomicInteger starts = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        int lowTasks = 20;
        List<Integer> lowStarts = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(lowTasks);
        Busy busy = Workers.occupy(pool, 1).get(0);
        for (int i = 0; i < 3; i++) {
            pool.execute(endless(pool, NORMAL, starts, stopped), NORMAL);
            if (highToo) {
                pool.execute(endless(pool, HIGH, starts, stopped), HIGH);
            }
        }
        for (int i = 0; i < lowTasks; i++) {
            pool.execute(() -> {
                lowStarts.add(starts.get());
                done.countDown();
            }, LOW);
        }
        busy.end();
        Await.latch(done);
        stopped.set(true);
        pool.awaitIdle();
        pool.close();
        assertWithinBound(lowStarts);
        assertEquals(lowTasks, lowStarts.size());
    }

    private static Runnable endless(WorkStealingPool pool, int priority, AtomicInteger starts, AtomicBoolean stopped) {
        return new Runnable() {
            @Override
            public void run() {
                starts.incrementAndGet();
                if (!stopped.get()) {
                    pool.execute(this, priority);
                }
            }
        };
    }

    /** As above, for tasks from outside while tasks inside keep resubmitting themselves. */
    @ParameterizedTest
    @CsvSource({"LIFO", "FIFO"})
    void tasksFromOutsideAdvanceDespiteEndlessTasks(PoolKind kind) throws Exception {
        WorkStealingPool pool = pool(kind, 1);
        AtomicInteger starts = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Integer> outside = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(20);
        Busy busy = new Busy(() -> {
            for (int i = 0; i < 3; i++) {
                pool.execute(endless(pool, NORMAL, starts, stopped));
            }
        });
        pool.execute(busy);
        busy.awaitStart();
        for (int i = 0; i < 20; i++) {
            pool.execute(() -> {
                outside.add(starts.get());
                done.countDown();
            });
        }
        busy.end();
        Await.latch(done);
        stopped.set(true);
        pool.awaitIdle();
        pool.close();
        assertWithinBound(outside);
    }

    /** Checks the number of other tasks that started between two of these. */
    private static void assertWithinBound(Iterable<Integer> starts) {
        int before = 0;
        for (int start : starts) {
            int others = start - before;
            assertTrue(others <= MAX_STARTS_BETWEEN,
                    () -> "expected at most " + MAX_STARTS_BETWEEN + " others between two starts: " + starts);
            before = start;
        }
    }
}
