package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.EventCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A row of a table of counts: a path or a place in the code.
 *
 * @param name the name of the path or place
 * @param counts its events and time
 * @param messages the number of messages that the run received
 */
record CountRow(String name, EventCounts counts, long messages) {

    private static final String ALL = "all paths";
    private static final int MAX_PLACES = 20;

    private static final Comparator<CountRow> LONGEST_FIRST =
            Comparator.comparingDouble(CountRow::nanosPerMessage).reversed().thenComparing(CountRow::name);

    double perMessage(Event event) {
        return (double) counts.of(event) / messages;
    }

    double nanosPerMessage() {
        return counts.nanos() / messages;
    }

    double entriesPerMessage() {
        return (double) counts.entries() / messages;
    }

    /** Returns the paths of a run by descending time, followed by their sum. */
    static List<CountRow> paths(PointResult run) {
        List<CountRow> paths = new ArrayList<>();
        EventCounts sum = new EventCounts();
        run.result().paths().forEach((name, path) -> {
            paths.add(new CountRow(name, path.all(), run.result().messages()));
            sum.plus(path.all());
        });
        paths.sort(LONGEST_FIRST);
        paths.add(new CountRow(ALL, sum, run.result().messages()));
        return paths;
    }

    /** Returns the places of a run that took the most time, by descending time. */
    static List<CountRow> places(PointResult run) {
        List<CountRow> places = new ArrayList<>();
        run.result().paths().forEach((name, path) -> path.places().forEach((place, counts) ->
                places.add(new CountRow(name + ": " + place.method() + ", " + place.variable(), counts,
                        run.result().messages()))));
        return places.stream().sorted(LONGEST_FIRST).limit(MAX_PLACES).toList();
    }
}
