package dev.filch.stress.cores.engine;

import java.util.Arrays;
import java.util.Objects;

/** The counts of events, of time, and of entries to a piece of code. */
public final class EventCounts {

    private final long[] counts = new long[Event.values().length];
    private long picoseconds;
    private long entries;

    /** Creates counts of zero. */
    public EventCounts() {
    }

    /**
     * Counts an event.
     *
     * @param event the event
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
     * Adds other counts to these.
     *
     * @param other the counts to add
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
     * Returns how often an event occurred.
     *
     * @param event the event
     * @return the count
     */
    public long of(Event event) {
        return counts[event.ordinal()];
    }

    /**
     * Returns the time that threads spent while they were running.
     *
     * @return the time in nanoseconds, over all threads
     */
    public double nanos() {
        return (double) picoseconds / Machine.NANOSECOND;
    }

    /**
     * Returns how often a thread entered this code from another path.
     *
     * @return the count; 0 for places, which do not count entries
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
