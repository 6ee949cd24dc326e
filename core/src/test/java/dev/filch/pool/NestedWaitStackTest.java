package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;

/** Deep recursions with more frames per level than a bare {@code get}, and small stacks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedWaitStackTest {

    private static int recurseByInvokeAll(ExecutorService pool, int depth) throws Exception {
        Callable<Integer> subtask = () -> recurseByInvokeAll(pool, depth - 1);
        return depth == 0 ? 0 : pool.invokeAll(List.of(subtask)).get(0).get() + 1;
    }

    private static int recurseByInvokeAny(ExecutorService pool, int depth) throws Exception {
        Callable<Integer> subtask = () -> recurseByInvokeAny(pool, depth - 1);
        return depth == 0 ? 0 : pool.invokeAny(List.of(subtask)) + 1;
    }

    /** Each level adds the frames of a stream to the stack. */
    private static int recurseByStream(ExecutorService pool, int depth) {
        return depth == 0 ? 0 : List.of(depth).stream()
                .map(level -> pool.submit(() -> recurseByStream(pool, level - 1)))
                .mapToInt(NestedWaitStackTest::valueOf)
                .sum() + 1;
    }

    private static int valueOf(Future<Integer> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The stacks have no room for a reserve that guarantees the wake-up of another worker. */
    @EveryPool
    void noTaskIsLostOnTheSmallestStacks(PoolKind kind) throws Exception {
        int tasks = 10_000;
        CountDownLatch ran = new CountDownLatch(2 * tasks);
        try (WorkerPool pool = kind.build(4, settings -> settings.stackSize(1))) {
            for (int i = 0; i < tasks; i++) {
                pool.execute(() -> {
                    pool.execute(ran::countDown);
                    ran.countDown();
                });
            }
            ran.await();
        }
    }

    @EveryPool
    void aRecursionByInvokeAllCompletesOnSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals(5_000, pool.submit(() -> recurseByInvokeAll(pool, 5_000)).get());
        }
    }

    @EveryPool
    void aRecursionByInvokeAnyCompletesOnSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals(5_000, pool.submit(() -> recurseByInvokeAny(pool, 5_000)).get());
        }
    }

    @EveryPool
    void aRecursionThroughStreamsCompletesOnSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals(5_000, pool.submit(() -> recurseByStream(pool, 5_000)).get());
        }
    }
}
