package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.EventCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was counted on a path or at a place of the code.
 *
 * @param name the path's or the place's
 * @param counts the events and the time
 * @param messages how many messages were received meanwhile
 */
record Counted(String name, EventCounts counts, long messages) {

    private static final String ALL = "all paths";
    private static final int MAX_PLACES = 20;

    private static final Comparator<Counted> LONGEST_FIRST =
            Comparator.comparingDouble(Counted::nanosPerMessage).reversed().thenComparing(Counted::name);

    double perMessage(Event event) {
        return (double) counts.of(event) / messages;
    }

    double nanosPerMessage() {
        return counts.nanos() / messages;
    }

    double entriesPerMessage() {
        return (double) counts.entries() / messages;
    }

    /** The paths of a run, those that took most time first, and their sum behind them. */
    static List<Counted> paths(PointResult run) {
        List<Counted> paths = new ArrayList<>();
        EventCounts sum = new EventCounts();
        run.result().paths().forEach((name, path) -> {
            paths.add(new Counted(name, path.all(), run.result().messages()));
            sum.plus(path.all());
        });
        paths.sort(LONGEST_FIRST);
        paths.add(new Counted(ALL, sum, run.result().messages()));
        return paths;
    }

    /** The places of a run that took most time, the first first. */
    static List<Counted> places(PointResult run) {
        List<Counted> places = new ArrayList<>();
        run.result().paths().forEach((name, path) -> path.places().forEach((place, counts) -> places.add(
                new Counted(name + ": " + place.method() + ", " + place.variable(), counts, run.result().messages()))));
        return places.stream().sorted(LONGEST_FIRST).limit(MAX_PLACES).toList();
    }
}
