package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;

/** A completion service submits a wrapper of each future that it returns. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletionServiceTest {

    @EveryPool
    void takeReturnsDoneFuturesEvenIfATaskWaitsForThem(PoolKind kind) throws Exception {
        int rounds = 500;
        try (WorkerPool pool = kind.build(2)) {
            ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(pool);
            Future<Integer> waiter = pool.submit(() -> {
                int sum = 0;
                for (int i = 0; i < rounds; i++) {
                    sum += completion.submit(CompletionServiceTest::slow).get();
                }
                return sum;
            });
            for (int i = 0; i < rounds; i++) {
                assertTrue(completion.take().isDone());
            }
            assertEquals(rounds, waiter.get());
        }
    }

    private static int slow() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 50_000) {
            Thread.onSpinWait();
        }
        return 1;
    }

    @EveryPool
    void aTaskMayWaitForAFutureWithoutSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(pool);
            assertEquals(3, pool.submit(() -> completion.submit(() -> 3).get()).get());
        }
    }

    /** All spare threads are in use, so no worker is free to run the queued wrapper before the wait has ended. */
    @EveryPool
    void aWaitEndsEvenIfAllSparesAreInUse(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(1))) {
            ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(pool);
            CountDownLatch otherRuns = new CountDownLatch(1);
            Future<Integer> waiting = pool.submit(() -> Blocking.call(() -> {
                otherRuns.await();
                return completion.submit(() -> 3).get();
            }));
            assertEquals(3, pool.submit(() -> {
                otherRuns.countDown();
                return waiting.get();
            }).get());
        }
    }

    /** The handler runs between two tasks, where no spare thread can take this thread's place. */
    @EveryPool
    void anExceptionHandlerMayWaitForAFuture(PoolKind kind) throws Exception {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        AtomicReference<ExecutorCompletionService<Integer>> completion = new AtomicReference<>();
        try (WorkerPool pool = kind.build(1, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> {
            try {
                result.complete(completion.get().submit(() -> 3).get());
            } catch (InterruptedException | ExecutionException e) {
                result.completeExceptionally(e);
            }
        }))) {
            completion.set(new ExecutorCompletionService<>(pool));
            pool.execute(() -> {
                throw new IllegalStateException("made up");
            });
            assertEquals(3, result.get());
        }
    }

    /** Two tasks wait, but there is only one spare thread. The task that does not get it must run its own subtask. */
    @EveryPool
    void waitsThatCompeteForTheLastSpareBothEnd(PoolKind kind) throws Exception {
        for (int round = 0; round < 300; round++) {
            try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(1))) {
                ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(pool);
                AtomicReference<Future<Integer>> second = new AtomicReference<>();
                Future<Integer> first = pool.submit(() -> completion.submit(() -> {
                    Future<Integer> other = second.get();
                    return other == null ? 1 : other.get();
                }).get());
                Future<Integer> another = pool.submit(() -> {
                    Future<Integer> own = completion.submit(() -> 2);
                    second.set(own);
                    return own.get();
                });
                assertEquals(2, another.get());
                assertTrue(first.get() > 0);
            }
        }
    }
}
