package dev.filch.stress.model;

/**
 * Whether this exploration has seen an interrupt or a timed park. Until the first use, reading an interrupt status or
 * the clock is not a step, since nothing can change it. At the first use, the exploration starts again.
 */
final class Uses {

    private boolean interrupts;
    private boolean timedParks;
    private boolean changed;

    boolean interrupts() {
        return interrupts;
    }

    boolean timedParks() {
        return timedParks;
    }

    void noteInterrupt() {
        changed |= !interrupts;
        interrupts = true;
    }

    void noteTimedPark() {
        changed |= !timedParks;
        timedParks = true;
    }

    /** Whether a first use was seen since the last call. */
    boolean takeChange() {
        boolean taken = changed;
        changed = false;
        return taken;
    }
}
