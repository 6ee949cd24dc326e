package dev.filch.stress.cores.engine;

import java.util.Arrays;
import java.util.Objects;

/** How often events occurred, how much time was spent, and how often the code was entered. */
public final class EventCounts {

    private final long[] counts = new long[Event.values().length];
    private long picoseconds;
    private long entries;

    /** Counts of nothing. */
    public EventCounts() {
    }

    /**
     * Counts an event.
     *
     * @param event which
     */
    public void add(Event event) {
        counts[event.ordinal()]++;
    }

    /**
     * Adds time that a thread spent.
     *
     * @param time in picoseconds
     */
    public void addTime(long time) {
        picoseconds += time;
    }

    void addEntry() {
        entries++;
    }

    /**
     * Adds other counts.
     *
     * @param other what to add
     * @return this
     */
    public EventCounts plus(EventCounts other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        picoseconds += other.picoseconds;
        entries += other.entries;
        return this;
    }

    /**
     * How often an event occurred.
     *
     * @param event which
     * @return the number
     */
    public long of(Event event) {
        return counts[event.ordinal()];
    }

    /**
     * The time that threads spent, without the time in which they did not run.
     *
     * @return in nanoseconds, over all threads
     */
    public double nanos() {
        return (double) picoseconds / Machine.NANOSECOND;
    }

    /**
     * How often a thread came here from other code.
     *
     * @return the number; 0 where that is not counted
     */
    public long entries() {
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventCounts that && Arrays.equals(counts, that.counts)
                && picoseconds == that.picoseconds && entries == that.entries;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(counts), picoseconds, entries);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts) + " " + picoseconds + " ps, " + entries + " entries";
    }
}
