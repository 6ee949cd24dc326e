package dev.filch.bench.judge;

import dev.filch.bench.jmh.Age;
import dev.filch.bench.jmh.Buffer;
import dev.filch.bench.jmh.ChannelHandOff;
import dev.filch.bench.jmh.ChannelPair;
import dev.filch.bench.jmh.ChannelPingPong;
import dev.filch.bench.jmh.SelectHandOff;
import dev.filch.bench.jmh.SelectPrefilled;
import dev.filch.bench.jmh.VirtualThreadHandOff;
import dev.filch.bench.jmh.VirtualThreadRing;
import java.util.HashMap;
import java.util.Map;

/** The tasks of forks that run channels and blocking queues. All structures are young. */
final class ChannelTasks {

    /** The number of virtual threads in a ring. */
    static final int RING = 10_000;

    /** The number of virtual threads that send, and of those that receive. */
    static final int VIRTUAL_PAIRS = 1_000;

    private static final int MANY = 1_000_000;

    /** The number of messages of a shot in which most messages cost a wake-up. */
    private static final int FEW = 50_000;

    private static final String CHANNEL = "channel";

    private ChannelTasks() {}

    /** A shot. Peers get fewer iterations: many of their messages cost a lock or a wake-up. */
    private static Task shot(String impl, Class<?> benchmark, int messages, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(Task.MESSAGES, messages);
        all.put(Task.AGE, Age.YOUNG);
        return Task.ofImplementation(
                impl, benchmark, "pass", all, impl.equals(CHANNEL) ? Effort.SHOTS : Effort.SLOW_SHOTS);
    }

    static Task handOff(String impl, Buffer buffer, int pairs) {
        return shot(
                impl,
                ChannelHandOff.class,
                buffer == Buffer.RENDEZVOUS ? FEW : MANY,
                Map.of("buffer", buffer, Task.THREADS, pairs));
    }

    static Task pingPong(String impl, int capacity) {
        return shot(impl, ChannelPingPong.class, FEW, Map.of("capacity", capacity));
    }

    static Task virtualHandOff(String impl) {
        return shot(impl, VirtualThreadHandOff.class, MANY, Map.of("pairs", VIRTUAL_PAIRS));
    }

    static Task virtualRing(String impl) {
        return shot(impl, VirtualThreadRing.class, MANY, Map.of("size", RING));
    }

    /** A selection among four channels, or a plain receive. One consumer receives from the producers. */
    static Task selectHandOff(String impl, int producers) {
        return shot(impl, SelectHandOff.class, MANY, Map.of(Task.PRODUCERS, producers));
    }

    /** The same by one thread that never waits. */
    static Task select(String impl, int busy) {
        return Task.ofImplementation(impl, SelectPrefilled.class, "receive", Map.of("busy", busy), Effort.TIMED);
    }

    static Task pair(String impl) {
        return Task.ofImplementation(impl, ChannelPair.class, "sendReceive", Map.of(), Effort.TIMED);
    }
}
