package dev.filch.bench.judge;

import dev.filch.bench.pool.Feature;
import dev.filch.bench.pool.FutureGraph;
import dev.filch.pool.TaskTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The targets of the work-stealing pool in its default form. */
final class PoolTargets {

    private static final String STEALING = "filch-stealing";
    private static final String FIFO = "filch-fifo";
    private static final String SHARED = "filch-shared";
    private static final String FORK_JOIN = "fork-join";
    private static final String FORK_JOIN_LIFO = "fork-join-lifo";
    private static final String THREAD_POOL = "thread-pool";
    private static final String REENTRANT_LOCK = "reentrant-lock";
    private static final String SYNCHRONIZED = "synchronized";

    /** From this JDK on, {@code ForkJoinPool} is slower with tasks from outside (JDK-8372959). */
    private static final int SLOWER_FORK_JOIN = 23;

    private static final int MAX_PAIRS = 16;

    /** To time a task may cost this many clock reads and this many nanoseconds. */
    private static final int CLOCK_READS = 2;

    private static final int TIMING_NANOS = 15;

    private final Setup setup;
    private final boolean quick;
    private final List<Target> targets = new ArrayList<>();

    private PoolTargets(Setup setup, boolean quick) {
        this.setup = setup;
        this.quick = quick;
    }

    /** Returns all targets in a setup, or a short selection. */
    static List<Target> all(Setup setup, boolean quick) {
        PoolTargets targets = new PoolTargets(setup, quick);
        for (int pairs : quick ? List.of(4) : List.of(1, 2, 4, 8, MAX_PAIRS)) {
            targets.tinyTasks(pairs);
        }
        for (int workers : quick ? List.of(2) : List.of(1, 2, 4)) {
            targets.tree(workers);
        }
        for (int gapMicros : quick ? List.of(100) : List.of(0, 100, 1_000)) {
            targets.wakeUp(gapMicros);
        }
        if (!quick) {
            targets.bursts();
            targets.idleness();
            targets.futures();
            targets.memory();
            for (int pairs : List.of(1, 4)) {
                targets.features(pairs);
            }
            targets.refusals();
            targets.percentiles();
        }
        return targets.targets;
    }

    /** Returns whether there is time for forms and peers that no target names: in the full run, with one collector. */
    private boolean withFurtherPeers() {
        return !quick && setup.collector() == Collector.G1;
    }

    private void tinyTasks(int pairs) {
        String work = "pool, tiny tasks " + Targets.ratio(pairs);
        Task stealing = PoolTasks.tiny(STEALING, pairs);
        Target forkJoin = Target.ratio(work, stealing, PoolTasks.tiny(FORK_JOIN, pairs));
        Target reentrantLock = Target.ratio(work, stealing, PoolTasks.tiny(REENTRANT_LOCK, pairs));
        if (pairs == MAX_PAIRS) {
            targets.add(forkJoin.atMost(0.5).stretchTo(0.35).inEveryFork());
            targets.add(reentrantLock.atMost(0.8).inEveryFork());
        } else {
            targets.add(forkJoin.atMost(setup.feature() >= SLOWER_FORK_JOIN ? 0.55 : 0.8)
                    .stretchTo(0.4));
            targets.add(reentrantLock.atMost(pairs <= 2 ? 0.5 : pairs <= 4 ? 0.6 : 0.8));
        }
        targets.add(Target.ratio(work, stealing, PoolTasks.tiny(SHARED, pairs))
                .atMost(1)
                .stretchTo(0.8));
        if (!quick) {
            targets.add(Target.ratio(work, stealing, PoolTasks.tiny(THREAD_POOL, pairs))
                    .atMost(0.4));
            targets.add(Target.ratio(work, stealing, PoolTasks.tiny(SYNCHRONIZED, pairs))
                    .atMost(0.4));
        }
        if (withFurtherPeers()) {
            targets.add(Target.ratio(work + ", fifo", PoolTasks.tiny(FIFO, pairs), PoolTasks.tiny(FORK_JOIN, pairs)));
        }
    }

    private void bursts() {
        for (int pairs : List.of(1, 4, MAX_PAIRS)) {
            String work = String.format(Locale.ROOT, "pool, burst of %,d %s", PoolTasks.BURST, Targets.ratio(pairs));
            Task stealing = PoolTasks.burst(STEALING, pairs);
            targets.add(Target.ratio(
                            work,
                            stealing,
                            PoolTasks.burst(FORK_JOIN, pairs),
                            PoolTasks.burst(THREAD_POOL, pairs),
                            PoolTasks.burst(SHARED, pairs))
                    .atMost(1));
            targets.add(Target.ratio(work, stealing, PoolTasks.burst(REENTRANT_LOCK, pairs))
                    .stretchTo(1));
        }
    }

    private void tree(int workers) {
        String work = "pool, tree, workers: " + workers;
        Task async = PoolTasks.tree(FORK_JOIN, workers);
        Task lifo = PoolTasks.tree(FORK_JOIN_LIFO, workers);
        targets.add(Target.ratio(work, PoolTasks.tree(STEALING, workers), async, lifo)
                .atMost(0.7)
                .stretchTo(0.5)
                .inEveryFork());
        if (withFurtherPeers()) {
            targets.add(Target.ratio(work + ", fifo", PoolTasks.tree(FIFO, workers), async, lifo));
            targets.add(Target.ratio(work + ", shared", PoolTasks.tree(SHARED, workers), async, lifo));
        }
    }

    private void wakeUp(int gapMicros) {
        for (Figure percentile : List.of(Figure.P50, Figure.P99)) {
            targets.add(Target.ratio(
                            "pool, wake-up after " + gapMicros + " us, " + percentile.lowerCaseName(),
                            percentile,
                            PoolTasks.wakeUp(STEALING, gapMicros),
                            PoolTasks.wakeUp(FORK_JOIN, gapMicros),
                            PoolTasks.wakeUp(THREAD_POOL, gapMicros))
                    .atMost(1)
                    .stretchTo(0.8));
        }
    }

    private void idleness() {
        targets.add(Target.amount("pool, CPU while idle", Figure.CPU_SHARE, PoolTasks.idle(STEALING, 0))
                .atMost(0));
        targets.add(Target.ratio(
                        "pool, CPU with a task every 10 ms",
                        Figure.CPU_SHARE,
                        PoolTasks.idle(STEALING, 10),
                        PoolTasks.idle(THREAD_POOL, 10))
                .atMost(1));
    }

    private void futures() {
        for (FutureGraph.Shape shape : FutureGraph.Shape.values()) {
            for (int workers : List.of(2, 4)) {
                targets.add(Target.ratio(
                                "pool, futures, " + shape.name().toLowerCase(Locale.ROOT) + ", workers: " + workers,
                                PoolTasks.futures(STEALING, shape, workers),
                                PoolTasks.futures(FORK_JOIN, shape, workers),
                                PoolTasks.futures(FORK_JOIN_LIFO, shape, workers))
                        .atMost(0.8)
                        .stretchTo(0.6));
            }
        }
    }

    private void memory() {
        for (int started : List.of(1, 64)) {
            targets.add(Target.ratio(
                            "pool, memory of 64 workers, started: " + started,
                            Figure.FOOTPRINT,
                            PoolTasks.memory(STEALING, started),
                            PoolTasks.memory(FORK_JOIN, started))
                    .atMost(1));
        }
        targets.add(Target.amount(
                        "pool, allocation of an execute", Figure.ALLOCATION, PoolTasks.allocation(STEALING))
                .atMost(4));
    }

    /** A feature that is switched on costs little, compared with the same pool without it. */
    private void features(int pairs) {
        Task none = PoolTasks.feature(STEALING, Feature.NONE, pairs);
        String threads = Targets.ratio(pairs);
        targets.add(feature("pool, sampled times " + threads, Feature.SAMPLED, pairs)
                .atMost(1.05));
        // One of these two must hold.
        targets.add(feature("pool, every task timed " + threads, Feature.EVERY_TASK, pairs)
                .atMost(1.6));
        Peer clock = new Peer(
                "no feature, 2 clocks, 15 ns",
                List.of(new Peer.Term(none, 1), new Peer.Term(Task.CLOCK_READ, CLOCK_READS)),
                TIMING_NANOS);
        targets.add(Target.ratio(
                        "pool, every task timed " + threads + ", or",
                        PoolTasks.feature(STEALING, Feature.EVERY_TASK, pairs),
                        clock)
                .byInterval()
                .atMost(1));
        targets.add(feature("pool, capacity never reached " + threads, Feature.CAPACITY, pairs)
                .atMost(1.1));
        targets.add(feature("pool, flight recording " + threads, Feature.RECORDING, Feature.SAMPLED, pairs)
                .atMost(1.05));
    }

    private static Target feature(String work, Feature feature, int pairs) {
        return feature(work, feature, Feature.NONE, pairs);
    }

    private static Target feature(String work, Feature feature, Feature without, int pairs) {
        return Target.ratio(
                        work,
                        PoolTasks.feature(STEALING, feature, pairs),
                        PoolTasks.feature(STEALING, without, pairs))
                .byInterval();
    }

    private void refusals() {
        Task refused = PoolTasks.refusedTryExecute(STEALING);
        targets.add(Target.amount("pool, refused tryExecute", Figure.TIME, refused).atMost(100));
        targets.add(Target.amount("pool, refused tryExecute, allocation", Figure.ALLOCATION, refused)
                .atMost(0));
        targets.add(Target.ratio(
                        "pool, execute refused by abort",
                        PoolTasks.refusedExecute(STEALING),
                        PoolTasks.refusedExecute(THREAD_POOL))
                .byInterval()
                .atMost(1.1));
    }

    private void percentiles() {
        for (TaskTiming timing : List.of(TaskTiming.EVERY_TASK, TaskTiming.SAMPLED)) {
            boolean every = timing == TaskTiming.EVERY_TASK;
            Task task = PoolTasks.percentiles(STEALING, timing);
            String of = every ? "every task timed" : "sampled";
            targets.add(Target.amount("pool, queue percentiles, " + of, Figure.QUEUE_ERROR, task)
                    .atMost(every ? 1 : 5)
                    .inEveryFork());
            targets.add(Target.amount("pool, run percentiles, " + of, Figure.RUN_ERROR, task)
                    .atMost(every ? 1 : 5)
                    .inEveryFork());
        }
    }
}
