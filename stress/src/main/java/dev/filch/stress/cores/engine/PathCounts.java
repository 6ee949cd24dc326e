package dev.filch.stress.cores.engine;

import java.util.HashMap;
import java.util.Map;

/** What threads did on a path: in all, and by place. Time counts for places only while they access memory or fence. */
public final class PathCounts {

    private final EventCounts all = new EventCounts();
    private final Map<CodePlace, EventCounts> places = new HashMap<>();

    /** Counts of nothing. */
    public PathCounts() {
    }

    /**
     * Everything that was counted on the path.
     *
     * @return the counts
     */
    public EventCounts all() {
        return all;
    }

    /**
     * What was counted by place: not clock reads.
     *
     * @return the counts of each place
     */
    public Map<CodePlace, EventCounts> places() {
        return places;
    }

    /**
     * The counts of a place.
     *
     * @param place the place
     * @return its counts, at first of nothing
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
