package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every accepted task either starts or is listed by shutdownNow, whatever runs and wherever tasks are queued. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownNowLedgerTest {

    private static final int SUBMISSION_METHODS = 6;

    /** Each worker has submitted tasks in all ways and is blocked, so no task may start. */
    @EveryPool
    void allQueuedTasksAreListedIfAllWorkersAreBlocked(PoolKind kind) throws Exception {
        int workers = 3;
        WorkerPool pool = kind.build(workers);
        TaskLedger ledger = new TaskLedger(10_000);
        List<Busy> blocked = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Busy busy = new Busy(() -> {
                for (int method = 0; method < 600; method++) {
                    assertTrue(ledger.submit(pool, method, () -> { }));
                }
            });
            blocked.add(busy);
        }
        // Without this latch, a worker would run the tasks that another has submitted.
        CountDownLatch together = new CountDownLatch(workers);
        for (Busy busy : blocked) {
            pool.execute(() -> {
                together.countDown();
                Await.latch(together);
                busy.run();
            });
        }
        for (Busy busy : blocked) {
            busy.awaitStart();
        }
        for (int method = 0; method < 600; method++) {
            assertTrue(ledger.submit(pool, method, () -> { }));
        }
        ledger.list(pool.shutdownNow());
        assertEquals(0, ledger.started(), pool::toString);
        assertEquals(ledger.submitted(), ledger.listed());
        blocked.forEach(Busy::end);
        Await.end(pool);
        ledger.check(pool::toString);
        assertTrue(blocked.stream().allMatch(Busy::wasInterrupted), "expected every blocked task to be interrupted");
        assertEquals(workers, pool.completedTasks());
    }

    /** A task has submitted many others, and blocks its worker. */
    @EveryPool
    void aFullDequeOfABlockedWorkerIsListed(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        TaskLedger ledger = new TaskLedger(21_000);
        Busy busy = new Busy(() -> {
            for (int i = 0; i < 20_000; i++) {
                ledger.submit(pool, 1, () -> { });
            }
        });
        pool.execute(busy);
        busy.awaitStart();
        List<Runnable> listed = pool.shutdownNow();
        assertEquals(20_000, listed.size());
        ledger.list(listed);
        busy.end();
        Await.end(pool);
        ledger.check(pool::toString);
    }

    /** The interrupt ends the blocked tasks while the workers' queues are being emptied. */
    @EveryPool
    void noTaskStartsWhenTheInterruptEndsBlockedTasks(PoolKind kind) throws Exception {
        for (int round = 0; round < 20; round++) {
            WorkerPool pool = kind.build(2);
            TaskLedger ledger = new TaskLedger(10_000);
            CountDownLatch together = new CountDownLatch(2);
            CountDownLatch blocked = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> {
                    together.countDown();
                    Await.latch(together);
                    for (int task = 0; task < 2_000; task++) {
                        ledger.submit(pool, 1, () -> { });
                    }
                    blocked.countDown();
                    assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
                });
            }
            Await.latch(blocked);
            ledger.list(pool.shutdownNow());
            Await.end(pool);
            assertEquals(0, ledger.started(), "expected no task to start after shutdownNow");
            ledger.check(pool::toString);
        }
    }

    /**
     * A pool with tasks that submit others, tasks that wait, short tasks, and submitters from outside. It is stopped at
     * a random moment.
     */
    private static final class Round {

        private final WorkerPool pool;
        private final TaskLedger ledger = new TaskLedger(30_000);
        private final int fanOut;

        Round(WorkerPool pool, int fanOut) {
            this.pool = pool;
            this.fanOut = fanOut;
        }

        /** The body of a task that submits others, and sometimes waits for one of its own. */
        private void submitSubtasks(int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < fanOut && ledger.hasRoom(); i++) {
                int next = random.nextInt();
                ledger.submit(pool, random.nextInt(SUBMISSION_METHODS), () -> submitSubtasks(next));
            }
            if (random.nextInt(8) == 0) {
                awaitSubtask();
            }
        }

        private void awaitSubtask() {
            Future<Integer> awaited;
            try {
                awaited = pool.submit(() -> 1);
            } catch (RejectedExecutionException stopped) {
                return;
            }
            try {
                assertEquals(1, awaited.get());
            } catch (InterruptedException | ExecutionException | CancellationException stopped) {
                // The pool was stopped.
            }
        }

        Callable<Void> submitter(int seed) {
            return () -> {
                SplittableRandom random = new SplittableRandom(seed);
                boolean accepted = true;
                while (accepted && ledger.hasRoom()) {
                    int next = random.nextInt();
                    accepted = ledger.submit(pool, random.nextInt(SUBMISSION_METHODS),
                            random.nextInt(16) == 0 ? () -> submitSubtasks(next) : () -> { });
                }
                return null;
            };
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO", "SHARED", "LIFO_MEASURED"})
    void noTaskIsLostOrStartedTwiceWheneverThePoolIsStopped(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("ledger" + kind);
        ExecutorService submitters = Executors.newCachedThreadPool();
        for (int round = 0; round < 60; round++) {
            int number = round;
            WorkerPool pool = kind.build(1 + random.nextInt(4));
            Round state = new Round(pool, random.nextInt(3));
            List<Future<Void>> running = new ArrayList<>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                running.add(submitters.submit(state.submitter(random.nextInt())));
            }
            int tasksBeforeStop = random.nextInt(5_000);
            Await.until(() -> state.ledger.submitted() >= tasksBeforeStop || !state.ledger.hasRoom(),
                    "enough tasks were submitted: " + pool);
            List<Runnable> listed = pool.shutdownNow();
            for (Future<Void> submitter : running) {
                submitter.get();
            }
            Await.end(pool);
            state.ledger.checkThreadsEnded(pool::toString);
            // The list also contains the futures of awaited tasks, which the ledger does not know.
            state.ledger.listKnown(listed);
            state.ledger.check(() -> "round " + number + ", " + pool);
        }
        submitters.shutdown();
    }

    @EveryPool
    void onlyOneOfSeveralConcurrentCallsListsATask(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("calls" + kind);
        ExecutorService callers = Executors.newCachedThreadPool();
        for (int round = 0; round < 50; round++) {
            WorkerPool pool = kind.build(2);
            Round state = new Round(pool, 2);
            Future<Void> submitter = callers.submit(state.submitter(random.nextInt()));
            int tasksBeforeStop = random.nextInt(5_000);
            Await.until(() -> state.ledger.submitted() >= tasksBeforeStop || !state.ledger.hasRoom(),
                    "enough tasks were submitted: " + pool);
            List<Future<List<Runnable>>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(callers.submit(pool::shutdownNow));
            }
            submitter.get();
            Await.end(pool);
            for (Future<List<Runnable>> call : calls) {
                state.ledger.listKnown(call.get());
            }
            state.ledger.check(pool::toString);
        }
        callers.shutdown();
    }

    @EveryPool
    void aTaskMayStopItsPool(PoolKind kind) throws Exception {
        for (int round = 0; round < 50; round++) {
            WorkerPool pool = kind.build(2);
            TaskLedger ledger = new TaskLedger(2_000);
            List<Runnable> listed = new ArrayList<>();
            boolean[] interrupted = new boolean[1];
            assertTrue(ledger.submit(pool, 0, () -> {
                for (int method = 0; method < 600; method++) {
                    ledger.submit(pool, method, () -> { });
                }
                listed.addAll(pool.shutdownNow());
                interrupted[0] = Thread.currentThread().isInterrupted();
                assertTrue(!ledger.submit(pool, 1, () -> { }), "expected a refusal after shutdownNow");
            }));
            for (int method = 0; method < 600; method++) {
                ledger.submit(pool, method, () -> { });
            }
            Await.end(pool);
            ledger.list(listed);
            ledger.check(pool::toString);
            assertTrue(interrupted[0], "expected an interrupt of the task that stops the pool");
        }
    }
}
