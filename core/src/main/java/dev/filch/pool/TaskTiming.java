package dev.filch.pool;

/** Of which tasks a pool measures how long they wait and run. Counts are always taken. */
public enum TaskTiming {
    /** Of none. */
    NONE(0),
    /** Of one task in 64, chosen at random: a clock is read three times for each of these. */
    SAMPLED(64),
    /** Of every task: each costs three clock reads and one small object. */
    EVERY_TASK(1);

    private final int every;

    TaskTiming(int every) {
        this.every = every;
    }

    /** Of how many tasks one is timed, on average; 0 if none is. */
    int every() {
        return every;
    }
}
