package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code cancel(true)} interrupts the cancelled task only: no task that its thread runs before it, after it or nested
 * in it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelInterruptTest {

    private static final int TASKS = 30_000;

    private final AtomicInteger strayInterrupts = new AtomicInteger();

    private void countInterrupts() {
        for (int i = 0; i < 20; i++) {
            if (Thread.currentThread().isInterrupted()) {
                strayInterrupts.incrementAndGet();
            }
            Thread.onSpinWait();
        }
    }

    private static void spin(int iterations) {
        for (int i = 0; i < iterations; i++) {
            Thread.onSpinWait();
        }
    }

    /**
     * Every other task is cancelled at a random moment. The tasks between them check that they are never interrupted.
     */
    @ParameterizedTest
    @EnumSource
    void theInterruptReachesNoOtherTask(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("cancel" + kind);
        BlockingQueue<Future<?>> victims = new ArrayBlockingQueue<>(16);
        Thread canceller = new Thread(() -> cancelAll(victims, new SplittableRandom(random.nextLong())));
        canceller.start();
        try (WorkerPool pool = kind.build(2)) {
            for (int i = 0; i < TASKS; i++) {
                victims.put(kind.service(pool).submit(() -> spin(30)));
                kind.service(pool).execute(this::countInterrupts);
                if (i % 8 == 0) {
                    kind.service(pool).execute(() -> waitForVictim(pool, victims));
                }
            }
            pool.awaitIdle();
        } finally {
            canceller.interrupt();
            canceller.join();
        }
        assertEquals(0, strayInterrupts.get(), "expected no interrupt of a task that was not cancelled");
    }

    private void waitForVictim(WorkerPool pool, BlockingQueue<Future<?>> victims) {
        Future<?> victim = pool.submit(() -> spin(30));
        victims.offer(victim);
        try {
            victim.get();
        } catch (CancellationException cancelled) {
            // An expected outcome.
        } catch (Exception e) {
            strayInterrupts.incrementAndGet();
        }
        countInterrupts();
    }

    private static void cancelAll(BlockingQueue<Future<?>> victims, SplittableRandom random) {
        try {
            while (true) {
                Future<?> victim = victims.take();
                spin(random.nextInt(60));
                victim.cancel(true);
            }
        } catch (InterruptedException end) {
            // The test interrupts this thread when all tasks have run.
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancellingARunningTaskInterruptsItsThread(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CompletableFuture<Boolean> started = new CompletableFuture<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Future<?> task = kind.service(pool).submit(() -> {
                started.complete(true);
                assertThrows(InterruptedException.class, () -> TimeUnit.SECONDS.sleep(50));
                interrupted.complete(true);
            });
            started.get();
            assertTrue(task.cancel(true));
            assertTrue(task.isCancelled() && task.isDone());
            assertTrue(interrupted.get());
            assertThrows(CancellationException.class, task::get);
            assertFalse(task.cancel(true), "expected a second cancel to return false");
        }
    }

    @EveryPool
    void aTaskCancelledBeforeItStartsNeverRuns(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            AtomicInteger runs = new AtomicInteger();
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tasks.add(pool.submit(runs::incrementAndGet));
            }
            for (int i = 0; i < 100; i += 2) {
                assertTrue(tasks.get(i).cancel(i % 4 == 0));
            }
            busy.end();
            pool.awaitIdle();
            assertEquals(50, runs.get());
        }
    }
}
