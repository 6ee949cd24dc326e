package dev.filch.bench.judge;

import dev.filch.bench.jmh.Age;
import java.util.ArrayList;
import java.util.List;

/** The targets of queues, channels and pools. */
public final class Targets {

    /** In nanoseconds, on the machine on which native crossbeam was measured. */
    private static final double CROSSBEAM_FETCH_AND_ADD = 5;

    private static final double CROSSBEAM_STEAL = 20;
    private static final double CROSSBEAM_STEAL_IN_BATCHES = 11;

    private static final int BATCH = 32;

    /** Numbers of producers, with as many consumers. */
    private static final List<Integer> ALL_PAIRS = List.of(2, 4, 8, 16);

    private static final List<Integer> FEW_PAIRS = List.of(2, 16);

    private final boolean quick;
    private final Collector collector;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Collector collector, boolean quick) {
        this.collector = collector;
        this.quick = quick;
    }

    /** Returns all targets in a setup, or a short selection. */
    public static List<Target> all(Setup setup, boolean quick) {
        Targets targets = new Targets(setup.collector(), quick);
        for (Age age : quick ? List.of(Age.YOUNG) : List.of(Age.values())) {
            targets.uncontended(age);
            targets.ringHandOff(age);
            targets.ringBatches(age);
            targets.injectorHandOff(age);
            targets.stealing(age);
        }
        targets.deques();
        targets.footprints();
        targets.targets.addAll(ChannelTargets.all(setup, quick));
        targets.targets.addAll(PoolTargets.all(setup, quick));
        return List.copyOf(targets.targets);
    }

    /** Returns whether there is time for further peers, which no target names: in the full run, with one collector. */
    private boolean withFurtherPeers(Age age) {
        return !quick && collector == Collector.G1 && age == Age.YOUNG;
    }

    private void uncontended(Age age) {
        Task ring = Task.uncontended("ring", age);
        Task injector = Task.uncontended("injector", age);
        targets.add(Target.ratio(
                        "ring, offer+poll",
                        ring,
                        Task.uncontended("jctools", age),
                        Task.uncontended("jctools-varhandle", age),
                        Task.uncontended("agrona", age),
                        Task.uncontended("conversant", age))
                .atMost(1.05)
                .stretchTo(1));
        targets.add(Target.allocation("ring, offer+poll", ring).atMost(0));
        targets.add(Target.ratio("injector, offer+poll", injector, Task.uncontended("clq", age))
                .atMost(1)
                .stretchTo(0.65));
        targets.add(Target.allocation("injector, offer+poll", injector).atMost(5));
        if (withFurtherPeers(age)) {
            targets.add(Target.ratio(
                    "ring, offer+poll, locks",
                    ring,
                    Task.uncontended("abq", age),
                    Task.uncontended("synchronized", age),
                    Task.uncontended("reentrant-lock", age)));
            targets.add(Target.ratio(
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
            targets.add(Target.ratio(work, ring, Task.handOff("jctools", pairs, 1, age))
                    .atMost(0.8)
                    .stretchTo(0.6));
            targets.add(Target.ratio(work, ring, Task.handOff("agrona", pairs, 1, age)).atMost(1));
            if (age == Age.YOUNG) {
                targets.add(Target.ratio(work, ring, Task.handOff("reentrant-lock", pairs, 1, age))
                        .atMost(0.4));
                targets.add(Target.ratio(work, ring, Task.handOff("synchronized", pairs, 1, age))
                        .atMost(0.1));
            }
        }
        Task two = Task.handOff("ring", 2, 1, age);
        if (withFurtherPeers(age)) {
            targets.add(Target.ratio(
                    "ring, hand-off 2:2, further peers",
                    two,
                    Task.handOff("jctools-varhandle", 2, 1, age),
                    Task.handOff("conversant", 2, 1, age),
                    Task.handOff("abq", 2, 1, age),
                    Task.handOff("lbq", 2, 1, age)));
        }
        targets.add(Target.ratio("ring, hand-off 16:16 against its own 2:2", Task.handOff("ring", 16, 1, age), two)
                .atMost(1.1));
        targets.add(Target.allocation("ring, hand-off 2:2", two).atMost(0));
    }

    private void ringBatches(Age age) {
        for (int pairs : quick || age == Age.TENURED ? List.of(2) : List.of(1, 2, 4)) {
            String work = "ring, batches of " + BATCH + ", " + ratio(pairs);
            Task batches = Task.handOff("ring", pairs, BATCH, age);
            targets.add(Target.ratio(work, batches, Task.handOff("ring", pairs, 1, age))
                    .atMost(0.6));
            targets.add(Target.ratio(work, batches, Task.handOff("jctools", pairs, BATCH, age))
                    .atMost(1));
            targets.add(Target.amount(work, Figure.TIME, batches).stretchTo(5));
            targets.add(Target.allocation(work, batches).atMost(0));
            Task arrays = Task.arrays(pairs, BATCH, age);
            targets.add(Target.ratio(work + ", arrays", arrays, Task.handOff("jctools", pairs, BATCH, age))
                    .atMost(1));
            targets.add(Target.allocation(work + ", arrays", arrays).atMost(0));
        }
    }

    private void injectorHandOff(Age age) {
        if (age == Age.TENURED && collector != Collector.G1) {
            return; // its segments are always new
        }
        for (int pairs : age == Age.TENURED || quick ? FEW_PAIRS : List.of(1, 2, 4, 8, 16)) {
            Target target = Target.ratio(
                    "injector, hand-off " + ratio(pairs),
                    Task.handOff("injector", pairs, 1, age),
                    Task.handOff("clq", pairs, 1, age),
                    Task.handOff("ltq", pairs, 1, age),
                    Task.handOff("jctools-xadd", pairs, 1, age));
            targets.add(
                    switch (pairs) {
                        case 1 -> target.atMost(1.2).stretchTo(1);
                        case 2, 4 -> target.atMost(0.6).stretchTo(0.45);
                        default -> target.atMost(0.8).stretchTo(0.6);
                    });
        }
        targets.add(Target.ratio(
                "injector, batches of " + BATCH + ", 2:2",
                Task.handOff("injector", 2, BATCH, age),
                Task.handOff("injector", 2, 1, age)));
    }

    private void deques() {
        if (collector == Collector.G1) {
            String work = "deque, owner's push+pop";
            Task owner = Task.owner("lifo", Age.TENURED);
            targets.add(Target.ratio(work, owner, Task.owner("two-rmw", Age.TENURED)).atMost(0.7));
            targets.add(Target.ratio(work, owner, Task.owner("cld", Age.TENURED)).atMost(0.4));
            targets.add(Target.ratio(work, owner, new Peer("locked instruction + 1.5 ns", Task.FETCH_AND_ADD, 1, 1.5))
                    .stretchTo(1));
            targets.add(Target.ratio(
                    work + ", fifo", Task.owner("fifo", Age.TENURED), Task.owner("two-rmw", Age.TENURED)));
            targets.add(Target.allocation(work, owner).atMost(0));
        }
        targets.add(thief(1, CROSSBEAM_STEAL));
        targets.add(thief(BATCH, CROSSBEAM_STEAL_IN_BATCHES));
    }

    private static Target thief(int batch, double crossbeam) {
        Peer peer =
                new Peer("crossbeam, scaled", Task.FETCH_AND_ADD, crossbeam / CROSSBEAM_FETCH_AND_ADD, 0);
        return Target.ratio("deque, one thief takes all, by " + batch, Task.thief(batch), peer)
                .atMost(1);
    }

    private void stealing(Age age) {
        targets.add(Target.ratio(
                        "deque, steal 16 at once",
                        Task.stealing("batches of 16", "dequeBatches", age),
                        Task.stealing("single steals", "dequeSingly", age))
                .atMost(0.4)
                .stretchTo(0.25));
        Task polls = Task.stealing("single polls", "injectorSingly", age);
        targets.add(Target.ratio(
                        "injector to deque, stealBatchAndPop",
                        Task.stealing("stealBatchAndPop", "injectorBatches", age),
                        polls)
                .atMost(0.6)
                .stretchTo(0.4));
        targets.add(Target.ratio(
                "injector to deque, with the pops",
                Task.stealing("stealBatchAndPop, pop", "injectorBatchesAndPops", age),
                polls));
    }

    private void footprints() {
        targets.add(footprint("ring-16").atMost(700));
        targets.add(footprint("compact-ring-16").atMost(250));
        targets.add(footprint("injector").atMost(600));
        targets.add(footprint("deque").atMost(700));
    }

    private static Target footprint(String structure) {
        return Target.amount("footprint, empty: " + structure, Figure.FOOTPRINT, Task.footprint(structure));
    }

    /** Returns the threads on each side, as in {@code 4:4}. */
    static String ratio(int pairs) {
        return pairs + ":" + pairs;
    }
}
