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

/** Ends of pools while others submit: whatever was accepted runs or is returned, once, and the pool ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownRaceTest {

    private static void assertEnds(WorkerPool pool, int round) throws InterruptedException {
        assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), () -> "round " + round + ": " + pool);
        assertEquals(0, pool.activeWorkers(), () -> "round " + round + ": " + pool);
    }

    /**
     * A worker that has moved two of them as a batch runs the first, and another must still be there to take the
     * second.
     */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO"})
    void tasksThatMeetAreNotSeparated(PoolKind kind) throws Exception {
        int workers = 3;
        for (int round = 0; round < 600; round++) {
            WorkerPool pool = kind.build(workers);
            CyclicBarrier meeting = new CyclicBarrier(workers);
            pool.awaitIdle();
            for (int i = 0; i < workers; i++) {
                pool.submit(() -> meeting.await());
            }
            pool.shutdown();
            assertEnds(pool, round);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO"})
    void aTaskThatIsAcceptedIsNotLeftBehindTheOneThatWaitsForIt(PoolKind kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            WorkerPool pool = kind.build(2);
            AtomicBoolean ready = new AtomicBoolean();
            AtomicBoolean go = new AtomicBoolean();
            pool.execute(() -> {
                CountDownLatch ran = new CountDownLatch(1);
                ready.set(true);
                while (!go.get()) {
                    Spin.pause();
                }
                try {
                    pool.execute(ran::countDown);
                } catch (RejectedExecutionException e) {
                    return;
                }
                Together.await(ran);
            });
            while (!ready.get()) {
                Spin.pause();
            }
            go.set(true);
            pool.shutdown();
            assertEnds(pool, round);
        }
    }

    /** Submitters inside and outside, who go on until they are refused. */
    private static final class Load {

        private static final int TASKS = 4000;

        final WorkerPool pool;
        final AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
        final AtomicIntegerArray accepted = new AtomicIntegerArray(TASKS);
        final AtomicInteger next = new AtomicInteger();

        Load(WorkerPool pool) {
            this.pool = pool;
        }

        /** A task with a number; every second one submits another. */
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

        /** Submits one more; false if it was refused, or there have been enough. */
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

        /** Runs submitters against the end of the pool, and checks that each accepted task ran or was returned. */
        void raceWith(Consumer<WorkerPool> end, List<Runnable> returned, int round) throws Exception {
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
            assertEnds(pool, round);
            for (Runnable task : returned) {
                int times = runs.incrementAndGet(((Numbered) task).number);
                assertEquals(1, times, "both run and returned, round " + round);
            }
            for (int number = 0; number < TASKS; number++) {
                assertEquals(accepted.get(number), runs.get(number), "task " + number + ", round " + round);
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
    void whatIsAcceptedRuns(PoolKind kind) throws Exception {
        for (int round = 0; round < 150; round++) {
            new Load(kind.build(1 + round % 3)).raceWith(WorkerPool::shutdown, List.of(), round);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "SHARED_MEASURED", "LIFO", "LIFO_MEASURED", "FIFO"})
    void whatIsAcceptedRunsOrIsReturned(PoolKind kind) throws Exception {
        for (int round = 0; round < 150; round++) {
            List<Runnable> returned = new ArrayList<>();
            new Load(kind.build(1 + round % 3)).raceWith(pool -> returned.addAll(pool.shutdownNow()), returned, round);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO", "FIFO"})
    void whatIsAcceptedHasRunWhenCloseReturns(PoolKind kind) throws Exception {
        for (int round = 0; round < 100; round++) {
            new Load(kind.build(1 + round % 3)).raceWith(WorkerPool::close, List.of(), round);
        }
    }

    /** The end comes while the workers are still starting, going to sleep, or being woken. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO"})
    void aPoolEndsAtAnyMomentOfItsYouth(PoolKind kind) throws Exception {
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
            assertEnds(pool, round);
            assertEquals(round % 3, runs.get());
        }
    }
}
