package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;

/** A completion service queues wrappers of the futures that it returns. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletionServiceTest {

    @EveryPool
    void whatItTakesIsDoneThoughATaskWaitsForIt(PoolKind kind) throws Exception {
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
    void aTaskMayWaitForItWithoutSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(pool);
            assertEquals(3, pool.submit(() -> completion.submit(() -> 3).get()).get());
        }
    }

    /** All spare threads are in use, so the wrapper that is queued gets no worker before the wait has ended. */
    @EveryPool
    void aWaitThatUsesUpTheSparesEnds(PoolKind kind) throws Exception {
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
}
