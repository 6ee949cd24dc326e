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
 * @param targets a row for each figure of Filch: now against before
 * @param missing the works without a row, because the earlier state has no benchmark for them
 */
public record Before(List<Target> targets, Set<String> missing) {

    /** The largest ratio of a figure now to the figure before. */
    private static final double MAX_RATIO = 1.03;

    private static final String OWN_POOLS = "filch-";

    /** Figures that are not costs: the ratio of two small errors says nothing. */
    private static final Set<Figure> ERRORS = Set.of(Figure.QUEUE_ERROR, Figure.RUN_ERROR);

    /** A figure with a row. */
    private record Measured(Task task, Figure figure) {}

    /**
     * Collects the figures of Filch from targets: those of the subjects, and those of Filch's other pools among the
     * peers. A figure that several targets share has one row. Errors have none.
     *
     * @param targets the targets
     * @param jar the bench jar of the earlier state
     * @param has returns whether that jar can run a task
     */
    public static Before of(List<Target> targets, String jar, Predicate<Task> has) {
        Map<Measured, String> works = new LinkedHashMap<>();
        for (Target target : targets) {
            if (ERRORS.contains(target.figure())) {
                continue;
            }
            works.putIfAbsent(new Measured(target.subject(), target.figure()), target.work());
            target.peers().stream()
                    .flatMap(peer -> peer.tasks().stream())
                    .filter(task -> task.contender().startsWith(OWN_POOLS))
                    .forEach(task -> works.putIfAbsent(new Measured(task, target.figure()), work(target, task)));
        }
        List<Target> rows = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        works.forEach((measured, work) -> {
            if (has.test(measured.task)) {
                rows.add(Target.ratio(work, measured.figure, measured.task, measured.task.before(jar))
                        .atMost(MAX_RATIO)
                        .byInterval());
            } else {
                missing.add(work);
            }
        });
        return new Before(rows, missing);
    }

    private static String work(Target target, Task task) {
        return target.work() + ", " + task.contender().substring(OWN_POOLS.length());
    }
}
