package dev.filch.bench.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The comparison of Filch with an earlier state of itself.
 *
 * @param bars a row for each figure of Filch: now against before
 * @param missing the works that the earlier state has no benchmark for, so that there is no row
 */
public record Before(List<Bar> bars, Set<String> missing) {

    /** How much more a figure may be now. */
    private static final double BAR = 1.03;

    private static final String OWN_POOLS = "filch-";

    /** The figures that are no costs: a ratio of two small errors says nothing. */
    private static final Set<Figure> ERRORS = Set.of(Figure.QUEUE_ERROR, Figure.RUN_ERROR);

    /** A figure that has a row. */
    private record Measured(Task task, Figure figure) {}

    /**
     * Takes the figures of Filch from some bars: those that the bars are for, and those of Filch's other pools, which
     * are peers there. A figure that several bars share has one row, and an error has none.
     *
     * @param bars these bars
     * @param jar the bench jar of the earlier state
     * @param has whether that jar can run a task
     */
    public static Before of(List<Bar> bars, String jar, Predicate<Task> has) {
        Map<Measured, String> works = new LinkedHashMap<>();
        for (Bar bar : bars) {
            if (ERRORS.contains(bar.figure())) {
                continue;
            }
            works.putIfAbsent(new Measured(bar.subject(), bar.figure()), bar.work());
            bar.peers().stream()
                    .flatMap(peer -> peer.tasks().stream())
                    .filter(task -> task.contender().startsWith(OWN_POOLS))
                    .forEach(task -> works.putIfAbsent(new Measured(task, bar.figure()), work(bar, task)));
        }
        List<Bar> rows = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        works.forEach((measured, work) -> {
            if (has.test(measured.task)) {
                rows.add(Bar.ratio(work, measured.figure, measured.task, measured.task.before(jar))
                        .atMost(BAR)
                        .byInterval());
            } else {
                missing.add(work);
            }
        });
        return new Before(rows, missing);
    }

    private static String work(Bar bar, Task task) {
        return bar.work() + ", " + task.contender().substring(OWN_POOLS.length());
    }
}
