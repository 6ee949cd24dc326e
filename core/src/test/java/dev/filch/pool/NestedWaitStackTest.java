package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;

/** Deep recursions whose levels have more frames than a bare {@code get}, and small stacks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedWaitStackTest {

    private static int byInvokeAll(ExecutorService pool, int depth) throws Exception {
        Callable<Integer> below = () -> byInvokeAll(pool, depth - 1);
        return depth == 0 ? 0 : pool.invokeAll(List.of(below)).get(0).get() + 1;
    }

    private static int byInvokeAny(ExecutorService pool, int depth) throws Exception {
        Callable<Integer> below = () -> byInvokeAny(pool, depth - 1);
        return depth == 0 ? 0 : pool.invokeAny(List.of(below)) + 1;
    }

    /** With more frames of other code on the stack. */
    private static int byStream(ExecutorService pool, int depth) {
        return depth == 0 ? 0 : List.of(depth).stream()
                .map(level -> pool.submit(() -> byStream(pool, level - 1)))
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

    /** There is no room to ensure that a further worker can be woken. */
    @EveryPool
    void theSmallestStacksLoseNoTask(PoolKind kind) throws Exception {
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
    void sparesCarryARecursionByInvokeAll(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals(5_000, pool.submit(() -> byInvokeAll(pool, 5_000)).get());
        }
    }

    @EveryPool
    void sparesCarryARecursionByInvokeAny(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals(5_000, pool.submit(() -> byInvokeAny(pool, 5_000)).get());
        }
    }

    @EveryPool
    void sparesCarryARecursionThroughStreams(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals(5_000, pool.submit(() -> byStream(pool, 5_000)).get());
        }
    }
}
