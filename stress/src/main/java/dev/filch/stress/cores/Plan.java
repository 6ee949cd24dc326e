package dev.filch.stress.cores;

import dev.filch.stress.cores.report.Point;
import dev.filch.stress.cores.run.WorkloadName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The runs of a command, workload by workload. */
final class Plan {

    private final PoolOptions pools;
    private final List<Integer> cores;
    private final List<Long> ownWorks;
    private final List<Point> points = new ArrayList<>();

    /**
     * Creates a plan without workloads.
     *
     * @param pools the pairs of submitters and workers, their rate, and the baseline
     * @param cores numbers of cores, for workloads that do not name their threads
     * @param ownWorks own-work times, for all workloads
     */
    Plan(PoolOptions pools, List<Integer> cores, List<Long> ownWorks) {
        this.pools = pools;
        this.cores = distinct(cores);
        this.ownWorks = distinct(ownWorks);
    }

    private static <T> List<T> distinct(Collection<T> values) {
        return values.stream().distinct().toList();
    }

    /** Adds the runs of a workload, each after the same run on the baseline. */
    void add(String work) {
        for (WorkloadName name : variants(WorkloadName.of(work))) {
            List<Integer> numbers = name.pair().isEmpty() ? cores : List.of(name.submitters() + name.workers());
            for (long ownWork : ownWorks) {
                for (int number : numbers) {
                    add(new Point(name.toString(), number, ownWork), name);
                }
            }
        }
    }

    private void add(Point point, WorkloadName name) {
        if (pools.baseline() != null && name.usesCore()) {
            points.add(point.onBaseline());
        }
        points.add(point);
    }

    /** Combines a workload with each pair and the rate of the options, unless it names its own. */
    private List<WorkloadName> variants(WorkloadName work) {
        String rate = work.rate().isEmpty() && work.kind().equals("trickle") ? pools.rate() : work.rate();
        if (!work.isPool() || !work.pair().isEmpty() || pools.pairs().isEmpty()) {
            return List.of(new WorkloadName(work.base(), false, work.pair(), rate));
        }
        return pools.pairs().stream()
                .distinct()
                .map(pair -> new WorkloadName(work.base(), false, pair, rate))
                .toList();
    }

    List<Point> points() {
        return points;
    }
}
