package dev.filch.stress.cores.engine;

import java.util.HashMap;
import java.util.Map;

/** The counts of a path, in total and by place. A place counts only the time of memory accesses and fences. */
public final class PathCounts {

    private final EventCounts all = new EventCounts();
    private final Map<CodePlace, EventCounts> places = new HashMap<>();

    /** Creates counts of zero. */
    public PathCounts() {
    }

    /**
     * Returns the counts of the whole path.
     *
     * @return the counts
     */
    public EventCounts all() {
        return all;
    }

    /**
     * Returns the counts by place. They do not include clock reads, which have no place.
     *
     * @return the counts of each place
     */
    public Map<CodePlace, EventCounts> places() {
        return places;
    }

    /**
     * Returns the counts of a place.
     *
     * @param place the place
     * @return its counts, initially zero
     */
    public EventCounts at(CodePlace place) {
        return places.computeIfAbsent(place, ignored -> new EventCounts());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathCounts that && all.equals(that.all) && places.equals(that.places);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
