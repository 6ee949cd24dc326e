package dev.filch.queue;

/** Like {@link RingScenario}, with a compact ring, which has its own accessors. */
public final class CompactRingScenario extends RingScenario {

    /** Starts with {@code prefilled} elements. */
    public CompactRingScenario(int capacity, int prefilled, String... threads) {
        super(MpmcRing.compact(capacity), prefilled, threads);
    }
}
