package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The async methods of {@code CompletableFuture} with a pool as their executor. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletableFutureTest {

    @ParameterizedTest
    @EnumSource
    void aLongChainRuns(PoolKind kind) {
        try (WorkerPool pool = kind.build(2)) {
            ExecutorService service = kind.service(pool);
            CompletableFuture<Integer> chain = CompletableFuture.supplyAsync(() -> 0, service);
            for (int i = 0; i < 5_000; i++) {
                chain = chain.thenApplyAsync(value -> value + 1, service);
            }
            assertEquals(5_000, chain.join());
        }
    }

    private static CompletableFuture<Integer> tree(ExecutorService service, int depth) {
        if (depth == 0) {
            return CompletableFuture.completedFuture(1);
        }
        CompletableFuture<Integer> left =
                CompletableFuture.supplyAsync(() -> tree(service, depth - 1), service).thenCompose(below -> below);
        CompletableFuture<Integer> right =
                CompletableFuture.supplyAsync(() -> tree(service, depth - 1), service).thenCompose(below -> below);
        return left.thenCombineAsync(right, Integer::sum, service);
    }

    @ParameterizedTest
    @EnumSource
    void aTreeRunsWithOneWorker(PoolKind kind) {
        try (WorkerPool pool = kind.build(1)) {
            assertEquals(1 << 10, tree(kind.service(pool), 10).join());
        }
    }

    @EveryPool
    void allOfManyFuturesCompletes(PoolKind kind) {
        try (WorkerPool pool = kind.build(2)) {
            List<CompletableFuture<Integer>> all = IntStream.range(0, 2_000)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> number, pool)).toList();
            CompletableFuture<Integer> sum = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenApplyAsync(none -> all.stream().mapToInt(CompletableFuture::join).sum(), pool);
            assertEquals(1_999 * 1_000, sum.join());
        }
    }

    @EveryPool
    void exceptionsReachDependentStages(PoolKind kind) {
        try (WorkerPool pool = kind.build(2)) {
            CompletableFuture<Integer> failing = CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("from the task");
            }, pool);
            assertEquals(7, failing.thenApplyAsync(value -> value + 1, pool).exceptionally(thrown -> 7).join());
            assertEquals("from the task", failing.handleAsync((value, thrown) -> thrown.getCause().getMessage(), pool)
                    .join());
            Throwable cause = assertThrows(CompletionException.class, failing::join).getCause();
            assertInstanceOf(IllegalStateException.class, cause);
        }
    }

    @EveryPool
    void aTaskMayJoinInABlockingSection(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            assertEquals(3, pool.submit(() ->
                    Blocking.call(() -> CompletableFuture.supplyAsync(() -> 3, pool).join())).get());
        }
    }

    @EveryPool
    void aPoolThatWasShutDownRefusesAsyncTasks(PoolKind kind) {
        WorkerPool pool = kind.build(1);
        pool.close();
        assertThrows(RejectedExecutionException.class, () -> CompletableFuture.supplyAsync(() -> 1, pool));
        assertTrue(pool.isTerminated());
    }
}
