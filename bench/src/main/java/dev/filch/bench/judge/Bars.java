package dev.filch.bench.judge;

import dev.filch.bench.jmh.Age;
import java.util.ArrayList;
import java.util.List;

/** The bars that queues and pools have to clear. */
public final class Bars {

    /** A fetch-and-add takes so long on the machine that the figures of native crossbeam are from. */
    private static final double CROSSBEAM_FETCH_AND_ADD = 5;

    private static final double CROSSBEAM_STEAL = 20;
    private static final double CROSSBEAM_STEAL_IN_BATCHES = 11;

    private static final int BATCH = 32;

    /** How many producers, and as many consumers. */
    private static final List<Integer> ALL_PAIRS = List.of(2, 4, 8, 16);

    private static final List<Integer> FEW_PAIRS = List.of(2, 16);

    private final boolean quick;
    private final Collector collector;
    private final List<Bar> bars = new ArrayList<>();

    private Bars(Collector collector, boolean quick) {
        this.collector = collector;
        this.quick = quick;
    }

    /** All bars in a setup, or a short selection of them. */
    public static List<Bar> all(Setup setup, boolean quick) {
        Bars bars = new Bars(setup.collector(), quick);
        for (Age age : quick ? List.of(Age.YOUNG) : List.of(Age.values())) {
            bars.uncontended(age);
            bars.ringHandOff(age);
            bars.ringBatches(age);
            bars.injectorHandOff(age);
            bars.stealing(age);
        }
        bars.deques();
        bars.footprints();
        bars.bars.addAll(PoolBars.all(setup, quick));
        return List.copyOf(bars.bars);
    }

    /** With one collector, in the full run, there is time for peers that no bar asks for. */
    private boolean everybody(Age age) {
        return !quick && collector == Collector.G1 && age == Age.YOUNG;
    }

    private void uncontended(Age age) {
        Task ring = Task.uncontended("ring", age);
        Task injector = Task.uncontended("injector", age);
        bars.add(Bar.ratio(
                        "ring, offer+poll",
                        ring,
                        Task.uncontended("jctools", age),
                        Task.uncontended("jctools-varhandle", age),
                        Task.uncontended("agrona", age),
                        Task.uncontended("conversant", age))
                .atMost(1.05)
                .aiming(1));
        bars.add(Bar.allocation("ring, offer+poll", ring).atMost(0));
        bars.add(Bar.ratio("injector, offer+poll", injector, Task.uncontended("clq", age))
                .atMost(1)
                .aiming(0.65));
        bars.add(Bar.allocation("injector, offer+poll", injector).atMost(5));
        if (everybody(age)) {
            bars.add(Bar.ratio(
                    "ring, offer+poll, locks",
                    ring,
                    Task.uncontended("abq", age),
                    Task.uncontended("synchronized", age),
                    Task.uncontended("reentrant-lock", age)));
            bars.add(Bar.ratio(
                    "injector, offer+poll, further peers",
                    injector,
                    Task.uncontended("jctools-xadd", age),
                    Task.uncontended("ltq", age),
                    Task.uncontended("lbq", age)));
        }
    }

    private void ringHandOff(Age age) {
        boolean few = quick || age == Age.TENURED && collector != Collector.G1;
        for (int pairs : few ? FEW_PAIRS : ALL_PAIRS) {
            String work = "ring, hand-off " + ratio(pairs);
            Task ring = Task.handOff("ring", pairs, 1, age);
            bars.add(Bar.ratio(work, ring, Task.handOff("jctools", pairs, 1, age))
                    .atMost(0.8)
                    .aiming(0.6));
            bars.add(Bar.ratio(work, ring, Task.handOff("agrona", pairs, 1, age)).atMost(1));
            if (age == Age.YOUNG) {
                bars.add(Bar.ratio(work, ring, Task.handOff("reentrant-lock", pairs, 1, age))
                        .atMost(0.4));
                bars.add(Bar.ratio(work, ring, Task.handOff("synchronized", pairs, 1, age))
                        .atMost(0.1));
            }
        }
        Task two = Task.handOff("ring", 2, 1, age);
        if (everybody(age)) {
            bars.add(Bar.ratio(
                    "ring, hand-off 2:2, further peers",
                    two,
                    Task.handOff("jctools-varhandle", 2, 1, age),
                    Task.handOff("conversant", 2, 1, age),
                    Task.handOff("abq", 2, 1, age),
                    Task.handOff("lbq", 2, 1, age)));
        }
        bars.add(Bar.ratio("ring, hand-off 16:16 against its own 2:2", Task.handOff("ring", 16, 1, age), two)
                .atMost(1.1));
        bars.add(Bar.allocation("ring, hand-off 2:2", two).atMost(0));
    }

    private void ringBatches(Age age) {
        for (int pairs : quick || age == Age.TENURED ? List.of(2) : List.of(1, 2, 4)) {
            String work = "ring, batches of " + BATCH + ", " + ratio(pairs);
            Task batches = Task.handOff("ring", pairs, BATCH, age);
            bars.add(Bar.ratio(work, batches, Task.handOff("ring", pairs, 1, age))
                    .atMost(0.6));
            bars.add(Bar.ratio(work, batches, Task.handOff("jctools", pairs, BATCH, age))
                    .atMost(1));
            bars.add(Bar.amount(work, Figure.TIME, batches).aiming(5));
            bars.add(Bar.allocation(work, batches).atMost(0));
            Task arrays = Task.arrays(pairs, BATCH, age);
            bars.add(Bar.ratio(work + ", arrays", arrays, Task.handOff("jctools", pairs, BATCH, age))
                    .atMost(1));
            bars.add(Bar.allocation(work + ", arrays", arrays).atMost(0));
        }
    }

    private void injectorHandOff(Age age) {
        if (age == Age.TENURED && collector != Collector.G1) {
            return; // its segments are new, whatever the age of the rest
        }
        for (int pairs : age == Age.TENURED || quick ? FEW_PAIRS : List.of(1, 2, 4, 8, 16)) {
            Bar bar = Bar.ratio(
                    "injector, hand-off " + ratio(pairs),
                    Task.handOff("injector", pairs, 1, age),
                    Task.handOff("clq", pairs, 1, age),
                    Task.handOff("ltq", pairs, 1, age),
                    Task.handOff("jctools-xadd", pairs, 1, age));
            bars.add(
                    switch (pairs) {
                        case 1 -> bar.atMost(1.2).aiming(1);
                        case 2, 4 -> bar.atMost(0.6).aiming(0.45);
                        default -> bar.atMost(0.8).aiming(0.6);
                    });
        }
        bars.add(Bar.ratio(
                "injector, batches of " + BATCH + ", 2:2",
                Task.handOff("injector", 2, BATCH, age),
                Task.handOff("injector", 2, 1, age)));
    }

    private void deques() {
        if (collector == Collector.G1) {
            String work = "deque, owner's push+pop";
            Task owner = Task.owner("lifo", Age.TENURED);
            bars.add(Bar.ratio(work, owner, Task.owner("two-rmw", Age.TENURED)).atMost(0.7));
            bars.add(Bar.ratio(work, owner, Task.owner("cld", Age.TENURED)).atMost(0.4));
            bars.add(Bar.ratio(work, owner, new Peer("locked instruction + 1.5 ns", Task.FETCH_AND_ADD, 1, 1.5))
                    .aiming(1));
            bars.add(Bar.ratio(
                    work + ", fifo", Task.owner("fifo", Age.TENURED), Task.owner("two-rmw", Age.TENURED)));
            bars.add(Bar.allocation(work, owner).atMost(0));
        }
        bars.add(thief(1, CROSSBEAM_STEAL));
        bars.add(thief(BATCH, CROSSBEAM_STEAL_IN_BATCHES));
    }

    private static Bar thief(int batch, double crossbeam) {
        Peer peer =
                new Peer("crossbeam, scaled", Task.FETCH_AND_ADD, crossbeam / CROSSBEAM_FETCH_AND_ADD, 0);
        return Bar.ratio("deque, one thief takes all, by " + batch, Task.thief(batch), peer)
                .atMost(1);
    }

    private void stealing(Age age) {
        bars.add(Bar.ratio(
                        "deque, steal 16 at once",
                        Task.stealing("batches of 16", "dequeBatches", age),
                        Task.stealing("single steals", "dequeSingly", age))
                .atMost(0.4)
                .aiming(0.25));
        Task polls = Task.stealing("single polls", "injectorSingly", age);
        bars.add(Bar.ratio(
                        "injector to deque, stealBatchAndPop",
                        Task.stealing("stealBatchAndPop", "injectorBatches", age),
                        polls)
                .atMost(0.6)
                .aiming(0.4));
        bars.add(Bar.ratio(
                "injector to deque, with the pops",
                Task.stealing("stealBatchAndPop, pop", "injectorBatchesAndPops", age),
                polls));
    }

    private void footprints() {
        bars.add(footprint("ring-16").atMost(700));
        bars.add(footprint("compact-ring-16").atMost(250));
        bars.add(footprint("injector").atMost(600));
        bars.add(footprint("deque").atMost(700));
    }

    private static Bar footprint(String structure) {
        return Bar.amount("footprint, empty: " + structure, Figure.FOOTPRINT, Task.footprint(structure));
    }

    /** The threads on each side, as in {@code 4:4}. */
    static String ratio(int pairs) {
        return pairs + ":" + pairs;
    }
}
