package dev.filch.bench.judge;

import dev.filch.bench.jmh.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The targets of channels. */
final class ChannelTargets {

    private static final String CHANNEL = "channel";
    private static final String LINKED_BLOCKING = "lbq";
    private static final String LINKED_TRANSFER = "ltq";
    private static final String JOX = "jox";

    /** From this JDK on, there are virtual threads and jox. */
    private static final int VIRTUAL_THREADS = 21;

    /**
     * Nanoseconds per message of native crossbeam's channel of 1,024, by the number of pairs: the middle of the medians
     * of several runs, on a machine with two cores on which a fetch-and-add takes {@link #CROSSBEAM_FETCH_AND_ADD}.
     */
    private static final Map<Integer, Double> CROSSBEAM =
            new TreeMap<>(Map.of(1, 21.5, 2, 24.5, 4, 29.0, 8, 37.5, 16, 31.5));

    private static final double CROSSBEAM_FETCH_AND_ADD = 5.1;

    private final boolean modern;
    private final List<Target> targets = new ArrayList<>();

    private ChannelTargets(Setup setup) {
        modern = setup.feature() >= VIRTUAL_THREADS;
    }

    /** Returns all targets in a setup, or a short selection. */
    static List<Target> all(Setup setup, boolean quick) {
        ChannelTargets targets = new ChannelTargets(setup);
        for (int pairs : quick ? List.of(4) : CROSSBEAM.keySet()) {
            targets.bounded(pairs);
        }
        targets.uncontended();
        if (!quick) {
            for (int pairs : CROSSBEAM.keySet()) {
                targets.unbounded(pairs);
            }
            for (int pairs : List.of(1, 4)) {
                targets.rendezvous(pairs);
            }
            for (int capacity : List.of(16, 1)) {
                targets.pingPong(capacity);
            }
            for (int busy : List.of(4, 1)) {
                targets.select(busy);
            }
            if (targets.modern) {
                targets.virtualThreads();
            }
        }
        return targets.targets;
    }

    /** Returns the peers that run on the setup's JVM. */
    private Stream<String> withJox(String... others) {
        return modern ? Stream.concat(Stream.of(others), Stream.of(JOX)) : Stream.of(others);
    }

    private Task[] handOffs(Buffer buffer, int pairs, String... others) {
        return withJox(others)
                .map(impl -> ChannelTasks.handOff(impl, buffer, pairs))
                .toArray(Task[]::new);
    }

    private void bounded(int pairs) {
        String work = "channel, bounded hand-off " + Targets.ratio(pairs);
        Task channel = ChannelTasks.handOff(CHANNEL, Buffer.BOUNDED, pairs);
        Target target = Target.ratio(
                work,
                channel,
                handOffs(Buffer.BOUNDED, pairs, "abq", LINKED_BLOCKING, LINKED_TRANSFER, "conversant"));
        targets.add(
                pairs == 1
                        ? target.atMost(0.8).stretchTo(0.5)
                        : target.atMost(0.5).stretchTo(0.35));
        Peer crossbeam = new Peer(
                "crossbeam, scaled", Task.FETCH_AND_ADD, CROSSBEAM.get(pairs) / CROSSBEAM_FETCH_AND_ADD, 0);
        targets.add(Target.ratio(work + ", native", channel, crossbeam).atMost(1.3).stretchTo(1));
    }

    private void unbounded(int pairs) {
        targets.add(Target.ratio(
                        "channel, unbounded hand-off " + Targets.ratio(pairs),
                        ChannelTasks.handOff(CHANNEL, Buffer.UNBOUNDED, pairs),
                        handOffs(Buffer.UNBOUNDED, pairs, LINKED_BLOCKING, LINKED_TRANSFER))
                .atMost(0.6)
                .stretchTo(0.4));
    }

    private void rendezvous(int pairs) {
        targets.add(Target.ratio(
                        "channel, rendezvous " + Targets.ratio(pairs),
                        ChannelTasks.handOff(CHANNEL, Buffer.RENDEZVOUS, pairs),
                        handOffs(Buffer.RENDEZVOUS, pairs, "sq", LINKED_TRANSFER))
                .atMost(1)
                .stretchTo(0.8));
    }

    private void pingPong(int capacity) {
        targets.add(Target.ratio(
                        "channel, ping-pong, capacity: " + capacity,
                        ChannelTasks.pingPong(CHANNEL, capacity),
                        withJox("abq", LINKED_BLOCKING, LINKED_TRANSFER, "conversant")
                                .map(impl -> ChannelTasks.pingPong(impl, capacity))
                                .toArray(Task[]::new))
                .atMost(1));
    }

    /** Adds selections by a thread that never waits, and by one that receives from as many producers as are busy. */
    private void select(int busy) {
        select("channel, select of 4, busy: " + busy, impl -> ChannelTasks.select(impl, busy));
        select("channel, select of 4, producers: " + busy, impl -> ChannelTasks.selectHandOff(impl, busy));
    }

    private void select(String work, Function<String, Task> task) {
        if (modern) {
            targets.add(Target.ratio(work, task.apply(CHANNEL), task.apply(JOX)).atMost(1));
        }
        targets.add(Target.ratio(work, task.apply(CHANNEL), task.apply("receive"))
                .atMost(2)
                .stretchTo(1.5));
    }

    private void uncontended() {
        Task bounded = ChannelTasks.pair("bounded");
        Task unbounded = ChannelTasks.pair("unbounded");
        String pair = "channel, trySend+tryReceive, ";
        targets.add(Target.ratio(pair + "bounded", bounded, ChannelTasks.pair("ring"))
                .atMost(1.1)
                .stretchTo(1));
        targets.add(Target.allocation(pair + "bounded", bounded).atMost(0));
        targets.add(Target.ratio(pair + "unbounded", unbounded, ChannelTasks.pair("injector"))
                .atMost(1.1)
                .stretchTo(1));
        targets.add(Target.allocation(pair + "unbounded", unbounded).atMost(4));
    }

    private void virtualThreads() {
        virtualThreads(
                String.format(Locale.ROOT, "channel, ring of %,d virtual threads", ChannelTasks.RING),
                ChannelTasks::virtualRing);
        virtualThreads(
                String.format(Locale.ROOT, "channel, virtual threads %,d:%<,d", ChannelTasks.VIRTUAL_PAIRS),
                ChannelTasks::virtualHandOff);
    }

    private void virtualThreads(String work, Function<String, Task> task) {
        targets.add(Target.ratio(work, task.apply(CHANNEL), task.apply(LINKED_BLOCKING), task.apply(JOX))
                .atMost(1)
                .stretchTo(0.7));
    }
}
