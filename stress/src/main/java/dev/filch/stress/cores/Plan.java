package dev.filch.stress.cores;

import dev.filch.stress.cores.report.Point;
import dev.filch.stress.cores.run.WorkName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which runs there are, workload by workload. */
final class Plan {

    private final PoolOptions pools;
    private final List<Integer> cores;
    private final List<Long> ownWorks;
    private final List<Point> points = new ArrayList<>();

    /**
     * A plan without works.
     *
     * @param pools the pairs of submitters and workers, their rate, and the baseline
     * @param cores for works that do not name their threads
     * @param ownWorks for all works
     */
    Plan(PoolOptions pools, List<Integer> cores, List<Long> ownWorks) {
        this.pools = pools;
        this.cores = distinct(cores);
        this.ownWorks = distinct(ownWorks);
    }

    private static <T> List<T> distinct(Collection<T> values) {
        return values.stream().distinct().toList();
    }

    /** Adds the runs of a workload, each behind the one on the baseline. */
    void add(String work) {
        for (WorkName name : variants(WorkName.of(work))) {
            List<Integer> numbers = name.pair().isEmpty() ? cores : List.of(name.submitters() + name.workers());
            for (long ownWork : ownWorks) {
                for (int number : numbers) {
                    add(new Point(name.toString(), number, ownWork), name);
                }
            }
        }
    }

    private void add(Point point, WorkName name) {
        if (pools.baseline() != null && name.isOfCore()) {
            points.add(point.onBaseline());
        }
        points.add(point);
    }

    /** The work with each of the pairs and with the rate that were asked for, if it has none of its own. */
    private List<WorkName> variants(WorkName work) {
        String rate = work.rate().isEmpty() && work.kind().equals("trickle") ? pools.rate() : work.rate();
        if (!work.isOfPool() || !work.pair().isEmpty() || pools.pairs().isEmpty()) {
            return List.of(new WorkName(work.base(), false, work.pair(), rate));
        }
        return pools.pairs().stream()
                .distinct()
                .map(pair -> new WorkName(work.base(), false, pair, rate))
                .toList();
    }

    List<Point> points() {
        return points;
    }
}
