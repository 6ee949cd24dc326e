package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pools are shut down while other threads submit. Every accepted task runs or is returned, once, and the pool
 * terminates.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownRaceTest {

    private static void assertTerminates(WorkerPool pool, int round) throws InterruptedException {
        assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS),
                () -> "expected the pool to terminate, round " + round + ": " + pool);
        assertEquals(0, pool.activeWorkers(), () -> "expected no active worker, round " + round + ": " + pool);
    }

    /**
     * A worker that took two of the tasks as a batch runs the first one. Another worker must still be there to run the
     * second.
     */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO"})
    void tasksThatWaitForEachOtherAllStart(PoolKind kind) throws Exception {
        int workers = 3;
        for (int round = 0; round < 600; round++) {
            WorkerPool pool = kind.build(workers);
            CyclicBarrier meeting = new CyclicBarrier(workers);
            pool.awaitIdle();
            for (int i = 0; i < workers; i++) {
                pool.submit(() -> meeting.await());
            }
            pool.shutdown();
            assertTerminates(pool, round);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO"})
    void anAcceptedTaskRunsAlthoughItsSubmitterWaitsForIt(PoolKind kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            WorkerPool pool = kind.build(2);
            AtomicBoolean submitterReady = new AtomicBoolean();
            AtomicBoolean mayProceed = new AtomicBoolean();
            pool.execute(() -> {
                CountDownLatch ran = new CountDownLatch(1);
                submitterReady.set(true);
                while (!mayProceed.get()) {
                    Spin.pause();
                }
                try {
                    pool.execute(ran::countDown);
                } catch (RejectedExecutionException e) {
                    return;
                }
                Together.await(ran);
            });
            while (!submitterReady.get()) {
                Spin.pause();
            }
            mayProceed.set(true);
            pool.shutdown();
            assertTerminates(pool, round);
        }
    }

    /** Submitters inside and outside the pool, which continue until a submission is refused. */
    private static final class Load {

        private static final int TASKS = 4000;

        final WorkerPool pool;
        final AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
        final AtomicIntegerArray accepted = new AtomicIntegerArray(TASKS);
        final AtomicInteger next = new AtomicInteger();

        Load(WorkerPool pool) {
            this.pool = pool;
        }

        /** A task with a number. Every second task submits another. */
        final class Numbered implements Runnable {

            final int number;

            Numbered(int number) {
                this.number = number;
            }

            @Override
            public void run() {
                runs.incrementAndGet(number);
                if (number % 2 == 0) {
                    submitNext();
                }
            }
        }

        /** Submits one more task. Returns false if it was refused, or if the maximum number was reached. */
        boolean submitNext() {
            int number = next.getAndIncrement();
            if (number >= TASKS) {
                return false;
            }
            try {
                pool.execute(new Numbered(number));
            } catch (RejectedExecutionException e) {
                return false;
            }
            accepted.set(number, 1);
            return true;
        }

        /**
         * Runs submitters while another thread shuts the pool down. Checks that each accepted task ran or was returned.
         */
        void raceAgainst(Consumer<WorkerPool> end, List<Runnable> returned, int round) throws Exception {
            Together.run(3, index -> {
                if (index == 0) {
                    while (next.get() < round % 50 * 20) {
                        Spin.pause();
                    }
                    end.accept(pool);
                } else {
                    while (submitNext()) {
                        Spin.pause();
                    }
                }
                return null;
            });
            assertTerminates(pool, round);
            for (Runnable task : returned) {
                int times = runs.incrementAndGet(((Numbered) task).number);
                assertEquals(1, times, "expected a returned task not to have run, round " + round);
            }
            for (int number = 0; number < TASKS; number++) {
                assertEquals(accepted.get(number), runs.get(number),
                        "expected one run if accepted: task " + number + ", round " + round);
            }
            assertEquals(runs(), pool.completedTasks() + returned.size());
        }

        private long runs() {
            long sum = 0;
            for (int number = 0; number < TASKS; number++) {
                sum += runs.get(number);
            }
            return sum;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "SHARED_MEASURED", "LIFO", "LIFO_MEASURED", "FIFO"})
    void acceptedTasksRun(PoolKind kind) throws Exception {
        for (int round = 0; round < 150; round++) {
            new Load(kind.build(1 + round % 3)).raceAgainst(WorkerPool::shutdown, List.of(), round);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "SHARED_MEASURED", "LIFO", "LIFO_MEASURED", "FIFO"})
    void acceptedTasksRunOrAreReturned(PoolKind kind) throws Exception {
        for (int round = 0; round < 150; round++) {
            List<Runnable> returned = new ArrayList<>();
            new Load(kind.build(1 + round % 3))
                    .raceAgainst(pool -> returned.addAll(pool.shutdownNow()), returned, round);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO", "FIFO"})
    void acceptedTasksHaveRunWhenCloseReturns(PoolKind kind) throws Exception {
        for (int round = 0; round < 100; round++) {
            new Load(kind.build(1 + round % 3)).raceAgainst(WorkerPool::close, List.of(), round);
        }
    }

    /** The pool is shut down while the workers start, go to sleep, or are being woken. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO"})
    void aPoolTerminatesAtAnyStageOfItsStart(PoolKind kind) throws Exception {
        for (int round = 0; round < 500; round++) {
            WorkerPool pool = kind.build(1 + round % 4);
            AtomicInteger runs = new AtomicInteger();
            for (int i = 0; i < round % 3; i++) {
                pool.execute(runs::incrementAndGet);
            }
            if (round % 5 == 0) {
                pool.awaitIdle();
            }
            if (round % 7 == 0) {
                runs.addAndGet(pool.shutdownNow().size());
            } else {
                pool.shutdown();
            }
            assertTerminates(pool, round);
            assertEquals(round % 3, runs.get());
        }
    }
}
