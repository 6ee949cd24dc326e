package dev.filch.stress.cores.report;

import dev.filch.stress.cores.run.WorkloadName;

/**
 * A point of a curve, which one run yields.
 *
 * @param work the workload's name
 * @param cores the number of cores
 * @param ownWorkNanos how long a thread works between two operations
 */
public record Point(String work, int cores, long ownWorkNanos) {

    /** Returns the parts of the workload's name. */
    WorkloadName name() {
        return WorkloadName.of(work);
    }

    /**
     * Returns the same point on the classes of the baseline.
     *
     * @return the point
     */
    public Point onBaseline() {
        return new Point(name().onBaseline().toString(), cores, ownWorkNanos);
    }
}
