package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Spin;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
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

    /** The section itself uses the only spare thread, which has the worker: so the waiting thread may park. */
    @EveryPool
    void aWaitInASectionLeavesTheTaskToItsWrapper(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(1))) {
            ExecutorCompletionService<Thread> completion = new ExecutorCompletionService<>(pool);
            Busy busy = new Busy();
            AtomicReference<Thread> waiting = new AtomicReference<>();
            Future<Thread> waiter = pool.submit(() -> Blocking.call(() -> {
                pool.execute(busy);
                busy.awaitStart();
                Future<Thread> inner = completion.submit(Thread::currentThread);
                waiting.set(Thread.currentThread());
                return inner.get();
            }));
            while (!waiter.isDone()
                    && (waiting.get() == null || waiting.get().getState() != Thread.State.WAITING)) {
                Spin.pause();
            }
            busy.end();
            assertNotSame(waiting.get(), waiter.get());
        }
    }
}
