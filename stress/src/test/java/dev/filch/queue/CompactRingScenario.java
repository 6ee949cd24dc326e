package dev.filch.queue;

/** The same with a ring that spares the padding: it has accessors of its own. */
public final class CompactRingScenario extends RingScenario {

    /** Starts with some elements inside. */
    public CompactRingScenario(int capacity, int prefilled, String... threads) {
        super(MpmcRing.compact(capacity), prefilled, threads);
    }
}
