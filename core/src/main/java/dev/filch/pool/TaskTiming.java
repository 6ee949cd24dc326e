package dev.filch.pool;

/** The tasks for which a pool measures how long they wait and run. Counts are always kept. */
public enum TaskTiming {
    /** No task is timed. */
    NONE(0),
    /** One task in 64, chosen at random, is timed. Each timed task costs three reads of the clock. */
    SAMPLED(64),
    /** Every task is timed. Each costs three reads of the clock and one small object. */
    EVERY_TASK(1);

    private final int every;

    TaskTiming(int every) {
        this.every = every;
    }

    /** Returns n if one task in n is timed, on average; 0 if none is. */
    int every() {
        return every;
    }
}
