package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** {@code CompletableFuture}s with all stages on the pool. The time is that of one stage. */
public class FutureGraph extends PoolBenchmark {

    /** How the stages depend on each other. */
    public enum Shape {
        /** As many chains as workers. Each stage of a chain needs the one before it. */
        CHAINS,
        /** A binary tree. Each stage that is not a leaf needs two others. */
        TREE
    }

    /** The shape. */
    @Param
    public Shape shape;

    /** The number of workers. */
    @Param({"2", "4"})
    public int workers;

    /** The binary logarithm of the number of a chain's stages, or of a tree's leaves. */
    @Param("16")
    public int levels;

    private record Graph(int stages, List<CompletableFuture<Integer>> lastStages, int expectedSum) {}

    /** Runs all stages once. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        usePool(workers, session -> {
            CompletableFuture<Integer> trigger = new CompletableFuture<>();
            Graph graph = build(trigger, session.pool());
            List<CompletableFuture<Long>> times = graph.lastStages().stream()
                    .map(last -> last.thenApply(result -> System.nanoTime()))
                    .toList();
            Meter meter = new Meter(Stream.concat(session.threads().stream(), Stream.of(Thread.currentThread()))
                    .toList());
            long start = System.nanoTime();
            trigger.complete(0);
            await(times);
            meter.stop();
            long elapsed = times.stream()
                    .mapToLong(time -> time.join() - start)
                    .max()
                    .orElseThrow();
            int sum = graph.lastStages().stream().mapToInt(CompletableFuture::join).sum();
            if (sum != graph.expectedSum()) {
                throw new RunFailure(impl + ": the results add up to " + sum + ", not " + graph.expectedSum());
            }
            Cell cell = new Cell("futures", graph.stages(), 0, workers);
            figures.recordThroughput(new Result(
                    cell, contender(), List.of(new Round(elapsed, meter.cost(elapsed), session.steals(), null))));
        });
    }

    private Graph build(CompletableFuture<Integer> trigger, Executor pool) {
        int size = 1 << levels;
        return switch (shape) {
            case CHAINS -> new Graph(
                    workers * size,
                    IntStream.range(0, workers)
                            .mapToObj(i -> chain(size, trigger, pool))
                            .toList(),
                    workers * size);
            case TREE -> new Graph(2 * size - 1, List.of(tree(levels, trigger, pool)), size);
        };
    }

    private static CompletableFuture<Integer> chain(int length, CompletableFuture<Integer> trigger, Executor pool) {
        CompletableFuture<Integer> last = trigger;
        for (int i = 0; i < length; i++) {
            last = last.thenApplyAsync(count -> count + 1, pool);
        }
        return last;
    }

    private static CompletableFuture<Integer> tree(int levels, CompletableFuture<Integer> trigger, Executor pool) {
        return levels == 0
                ? trigger.thenApplyAsync(count -> count + 1, pool)
                : tree(levels - 1, trigger, pool)
                        .thenCombineAsync(tree(levels - 1, trigger, pool), Integer::sum, pool);
    }

    private void await(List<CompletableFuture<Long>> times) throws RunFailure, InterruptedException {
        try {
            CompletableFuture.allOf(times.toArray(CompletableFuture<?>[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RunFailure(impl + ": the futures did not complete", e);
        }
    }
}
