package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.pool.Blocking;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;

/** Trees of {@code CompletableFuture}s: the leaves' sum reaches the root, whatever the tree. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FutureTreesTest {

    private static long get(CompletableFuture<Long> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** A chain in which each task submits the next, and the sum goes back the same way. */
    private static CompletableFuture<Long> chain(Executor pool, long length) {
        return length == 0
                ? CompletableFuture.supplyAsync(() -> 0L, pool)
                : CompletableFuture.supplyAsync(() -> length, pool).thenComposeAsync(
                        number -> chain(pool, length - 1).thenApplyAsync(sum -> sum + number, pool), pool);
    }

    @EverySetup
    void aDeepChainEnds(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            assertEquals(1_000 * 1_001 / 2, get(chain(pool.service(), 1_000)));
        }
    }

    /** A complete tree with two subtrees for each node. */
    private static CompletableFuture<Long> tree(Executor pool, int depth) {
        return depth == 0
                ? CompletableFuture.supplyAsync(() -> 1L, pool)
                : CompletableFuture.supplyAsync(() -> tree(pool, depth - 1), pool)
                        .thenComposeAsync(left -> left.thenCombineAsync(tree(pool, depth - 1), Long::sum, pool), pool);
    }

    @EverySetup
    void aDeepTreeEnds(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            assertEquals(1 << 13, get(tree(pool.service(), 13)));
        }
    }

    @EverySetup
    void aWideTreeEnds(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            List<CompletableFuture<Long>> leaves = LongStream.range(0, 20_000)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> number, pool.service())).toList();

            assertEquals(20_000L * 19_999 / 2, get(CompletableFuture.allOf(leaves.toArray(CompletableFuture[]::new))
                    .thenApplyAsync(none -> leaves.stream().mapToLong(CompletableFuture::join).sum(),
                            pool.service())));
        }
    }

    /** What a task adds to the sum, and what it submits. */
    private record Node(long value, List<Node> below) {

        static Node random(SplittableRandom random, int budget) {
            List<Node> below = new ArrayList<>();
            int left = budget - 1;
            while (left > 0) {
                int part = random.nextInt(1, left + 1);
                below.add(random(random, part));
                left -= part;
            }
            return new Node(random.nextInt(1_000), below);
        }

        long sum() {
            return value + below.stream().mapToLong(Node::sum).sum();
        }

        /** Each node by a task, its sum by another. */
        CompletableFuture<Long> sumOn(Executor pool) {
            return CompletableFuture.supplyAsync(() -> value, pool).thenComposeAsync(start -> {
                CompletableFuture<Long> sum = CompletableFuture.completedFuture(start);
                for (Node node : below) {
                    sum = sum.thenCombineAsync(node.sumOn(pool), Long::sum, pool);
                }
                return sum;
            }, pool);
        }

        /** As {@link #sumOn}, but each task waits for those that it has submitted. */
        long sumByJoins(Executor pool) {
            List<CompletableFuture<Long>> sums = below.stream()
                    .map(node -> CompletableFuture.supplyAsync(() -> node.sumByJoins(pool), pool)).toList();
            long sum = value;
            for (CompletableFuture<Long> each : sums) {
                Blocking.run(() -> each.join());
                sum += each.join();
            }
            return sum;
        }
    }

    @EverySetup
    void randomTreesEnd(PoolSetup setup) throws Exception {
        SplittableRandom random = Seed.random("trees");
        try (FilchPool pool = setup.build()) {
            for (int i = 0; i < 20; i++) {
                Node root = Node.random(random, 1_000);

                assertEquals(root.sum(), get(root.sumOn(pool.service())), Seed::text);
            }
        }
    }

    /** As many tasks wait as have spare threads by default, and no more. */
    @EverySetup
    void tasksMayJoinInBlocking(PoolSetup setup) throws Exception {
        SplittableRandom random = Seed.random("joins");
        try (FilchPool pool = setup.build()) {
            for (int i = 0; i < 20; i++) {
                Node root = Node.random(random, 256);

                assertEquals(root.sum(), get(CompletableFuture.supplyAsync(
                        () -> root.sumByJoins(pool.service()), pool.service())), Seed::text);
            }
        }
    }
}
