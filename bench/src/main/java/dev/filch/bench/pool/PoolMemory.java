package dev.filch.bench.pool;

import dev.filch.bench.contender.Pool;
import dev.filch.bench.contender.Roster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The heap that an idle pool of 64 workers retains, including its {@code Thread} objects but not their stacks. Several
 * pools are measured together, so that other allocations of the JVM matter little.
 */
public class PoolMemory extends PoolBenchmark {

    private static final int WORKERS = 64;
    private static final int POOLS = 4;
    private static final int SETTLE_MILLIS = 200;

    /** The number of tasks that ran at the same time before. A pool that starts threads lazily has as many threads. */
    @Param({"1", "64"})
    public int started;

    /** Opens the pools, measures the heap, and stops the pools. */
    @Benchmark
    public void run(PoolFigures figures) throws InterruptedException {
        Roster roster = new Roster();
        loadClasses(roster);
        long before = settledHeap();
        List<Pool> pools = new ArrayList<>();
        for (int i = 0; i < POOLS; i++) {
            pools.add(openUsed(roster));
        }
        Thread.sleep(SETTLE_MILLIS);
        figures.recordMemory((double) (LiveHeap.bytes() - before) / POOLS);
        pools.forEach(Pool::stop);
    }

    /** The heap in use once it shrinks no more: what ran before may still be ending, and free its memory. */
    private static long settledHeap() throws InterruptedException {
        long bytes = LiveHeap.bytes();
        long previous;
        do {
            previous = bytes;
            Thread.sleep(SETTLE_MILLIS);
            bytes = LiveHeap.bytes();
        } while (bytes < previous);
        return bytes;
    }

    /** Opens and stops a pool, and waits until all of its threads have ended. */
    private void loadClasses(Roster roster) throws InterruptedException {
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        Pool pool = openUsed(roster);
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeAll(others);
        pool.stop();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }

    private Pool openUsed(Roster roster) throws InterruptedException {
        Pool pool = contender().opener().open(roster, WORKERS);
        CountDownLatch met = new CountDownLatch(started);
        for (int i = 0; i < started; i++) {
            pool.execute(() -> {
                met.countDown();
                try {
                    met.await();
                } catch (InterruptedException e) {
                    roster.report(e);
                }
            });
        }
        if (!met.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(met.getCount() + " of " + started + " tasks never started");
        }
        return pool;
    }
}
