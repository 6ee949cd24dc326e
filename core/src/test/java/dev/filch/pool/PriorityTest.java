package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import dev.filch.internal.scheduler.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Priorities in a running pool. {@code StealingQueuesTest} checks every single choice. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PriorityTest {

    /**
     * Within this many choices, a worker chooses once to start with the LOW tasks in the injector, and once with each
     * of the others.
     */
    private static final int FAIRNESS_ROUND = 244;

    /** One fetch in 61 is a fairness tick, so among fewer tasks at most one starts out of order. */
    private static final int FEW_TASKS = 30;

    private static WorkStealingPool build(boolean lifo, int workers) {
        return (WorkStealingPool) (lifo ? PoolKind.LIFO : PoolKind.FIFO).build(workers);
    }

    @ParameterizedTest
    @CsvSource({"0, LOW", "49, LOW", "50, NORMAL", "100, NORMAL", "199, NORMAL", "200, HIGH", "255, HIGH"})
    void eachPriorityMapsToItsLane(int priority, Lane lane) {
        assertEquals(lane, Lane.of(priority));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void otherNumbersAreRefused(int priority) {
        try (WorkStealingPool pool = build(true, 1)) {
            Callable<String> task = () -> "never";
            assertThrows(IllegalArgumentException.class, () -> Lane.of(priority));
            assertThrows(IllegalArgumentException.class, () -> pool.execute(() -> { }, priority));
            assertThrows(IllegalArgumentException.class, () -> pool.submit(() -> { }, priority));
            assertThrows(IllegalArgumentException.class, () -> pool.submit(task, priority));
            assertThrows(IllegalArgumentException.class, () -> pool.withPriority(priority));
            assertThrows(NullPointerException.class, () -> pool.execute(null, 100));
            assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null, 100));
            assertThrows(NullPointerException.class, () -> pool.submit((Callable<?>) null, 100));
        }
    }

    @Test
    void outOfPlaceCountsDisorder() {
        assertEquals(0, Order.outOfPlace(List.of(Lane.HIGH, Lane.HIGH, Lane.NORMAL, Lane.LOW)));
        assertEquals(1, Order.outOfPlace(List.of(Lane.LOW, Lane.HIGH, Lane.HIGH, Lane.NORMAL, Lane.LOW)));
        assertEquals(2, Order.outOfPlace(List.of(Lane.LOW, Lane.NORMAL, Lane.HIGH)));
    }

    /** Checks that a single worker runs the submitted tasks in the order of their lanes. */
    private static void assertRunByUrgency(boolean lifo, boolean fromInside, Consumer<Submissions> submission)
            throws Exception {
        try (WorkStealingPool pool = build(lifo, 1)) {
            List<Lane> ran = Collections.synchronizedList(new ArrayList<>());
            Submissions submissions = new Submissions(pool, ran);
            Busy busy = fromInside ? new Busy(() -> submission.accept(submissions)) : new Busy();
            pool.execute(busy);
            busy.awaitStart();
            if (!fromInside) {
                submission.accept(submissions);
            }
            busy.end();
            pool.awaitIdle();
            assertEquals(submissions.submitted, ran.size());
            assertTrue(Order.outOfPlace(ran) <= 1, ran::toString);
        }
    }

    private static final class Submissions {

        private final WorkStealingPool pool;
        private final List<Lane> ran;
        private int submitted;

        Submissions(WorkStealingPool pool, List<Lane> ran) {
            this.pool = pool;
            this.ran = ran;
        }

        void submit(int priority) {
            Runnable task = () -> ran.add(Lane.of(priority));
            // Three equivalent ways to submit the task.
            switch (submitted++ % 3) {
                case 0 -> pool.execute(task, priority);
                case 1 -> pool.submit(task, priority);
                default -> pool.withPriority(priority).execute(task);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void runsHighThenNormalThenLow(boolean lifo, boolean fromInside) throws Exception {
        for (int round = 0; round < 30; round++) {
            assertRunByUrgency(lifo, fromInside, submissions -> {
                for (int i = 0; i < FEW_TASKS; i++) {
                    submissions.submit(new int[] {0, 255, 100, 49, 200, 50, 20, 230, 199, 1}[i % 10]);
                }
            });
        }
    }

    @Test
    void withoutAPriorityATaskIsNormal() throws Exception {
        try (WorkStealingPool pool = build(false, 1)) {
            List<String> ran = Collections.synchronizedList(new ArrayList<>());
            // Repeated, because one choice in 61 ignores urgency.
            int asExpected = 0;
            for (int round = 0; round < 20; round++) {
                ran.clear();
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(() -> ran.add("low"), 49);
                pool.execute(() -> ran.add("by default"));
                pool.submit(() -> ran.add("by default"));
                pool.execute(() -> ran.add("high"), 200);
                busy.end();
                pool.awaitIdle();
                asExpected += ran.equals(List.of("high", "by default", "by default", "low")) ? 1 : 0;
            }
            assertTrue(asExpected > 10,
                    () -> "expected the order of the lanes in most rounds; the last order was " + ran);
        }
    }

    /**
     * HIGH tasks resubmit themselves without end. A waiting task starts after at most {@link #FAIRNESS_ROUND} of them.
     */
    @ParameterizedTest
    @CsvSource({"true, LOW", "true, NORMAL", "true, HIGH", "false, LOW", "false, NORMAL"})
    void noTaskStarvesUnderHighTasksThatResubmitThemselves(boolean lifo, Lane lane) throws Exception {
        try (WorkStealingPool pool = build(lifo, 1)) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger highRuns = new AtomicInteger();
            Runnable endless = new Runnable() {
                @Override
                public void run() {
                    highRuns.incrementAndGet();
                    if (!stop.get()) {
                        pool.execute(this, 255);
                    }
                }
            };
            assertBound(pool, lane, highRuns, () -> pool.execute(endless, 255));
            stop.set(true);
            pool.awaitIdle();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, LOW", "true, NORMAL", "false, LOW", "false, NORMAL"})
    void noTaskStarvesUnderHighTasksFromOutside(boolean lifo, Lane lane) throws Exception {
        try (WorkStealingPool pool = build(lifo, 1)) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger highRuns = new AtomicInteger();
            Semaphore queued = new Semaphore(500);
            Thread producer = new Thread(() -> {
                while (!stop.get()) {
                    queued.acquireUninterruptibly();
                    pool.execute(() -> {
                        highRuns.incrementAndGet();
                        queued.release();
                    }, 200);
                }
            });
            assertBound(pool, lane, highRuns, () -> {
                producer.start();
                while (queued.availablePermits() > 0) {
                    Spin.pause();
                }
            });
            stop.set(true);
            producer.join();
        }
    }

    /** Keeps the worker busy until all tasks are queued, so that the order of starts shows its choices. */
    private static void assertBound(WorkStealingPool pool, Lane lane, AtomicInteger highRuns, Runnable startLoad)
            throws InterruptedException {
        int waiting = 8;
        int priority = lane == Lane.LOW ? 0 : lane == Lane.NORMAL ? 100 : 255;
        int[] highRunsBefore = new int[waiting];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch allRan = new CountDownLatch(waiting);
        Busy busy = Workers.occupy(pool, 1).get(0);
        startLoad.run();
        for (int i = 0; i < waiting; i++) {
            pool.execute(() -> {
                highRunsBefore[next.getAndIncrement()] = highRuns.get();
                allRan.countDown();
            }, priority);
        }
        busy.end();
        allRan.await();
        for (int i = 0; i < waiting; i++) {
            assertTrue(highRunsBefore[i] <= FAIRNESS_ROUND * (i + 1), () -> Arrays.toString(highRunsBefore));
        }
    }

    /** One worker has submitted a HIGH task and is busy. The other one has NORMAL tasks of its own. */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO", "FOREIGN_THREADS"})
    void aHighTaskOfABusyWorkerStartsBeforeAnotherWorkersNormalTasks(PoolKind kind) throws Exception {
        for (int round = 0; round < 100; round++) {
            try (WorkStealingPool pool = (WorkStealingPool) kind.build(2)) {
                List<Lane> ran = Collections.synchronizedList(new ArrayList<>());
                CountDownLatch bothStarted = new CountDownLatch(2);
                Executor high = pool.withPriority(255);
                Busy withHigh = new Busy(() -> {
                    bothStarted.countDown();
                    Together.await(bothStarted);
                    high.execute(() -> ran.add(Lane.HIGH));
                });
                Busy withNormal = new Busy(() -> {
                    bothStarted.countDown();
                    Together.await(bothStarted);
                    for (int i = 0; i < 10; i++) {
                        pool.execute(() -> ran.add(Lane.NORMAL));
                    }
                });
                pool.execute(withHigh);
                pool.execute(withNormal);
                withHigh.awaitStart();
                withNormal.awaitStart();
                withNormal.end();
                while (ran.size() < 11) {
                    Spin.pause();
                }
                withHigh.end();
                assertTrue(ran.indexOf(Lane.HIGH) <= 1, ran::toString);
            }
        }
    }
}
