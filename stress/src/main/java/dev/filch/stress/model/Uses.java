package dev.filch.stress.model;

/**
 * Which of interrupts and timed parks the program has been seen to use in this exploration. As long as it uses none,
 * reading an interrupt status or the clock is no step, since nothing can change it. When the first use is seen, the
 * exploration begins anew.
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
