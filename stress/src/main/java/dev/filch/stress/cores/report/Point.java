package dev.filch.stress.cores.report;

import dev.filch.stress.cores.run.WorkName;

/**
 * A point of a curve: what one run shows.
 *
 * @param work the workload's name
 * @param cores how many cores it runs on
 * @param ownWorkNanos the work of a thread between two operations
 */
public record Point(String work, int cores, long ownWorkNanos) {

    /** What the workload's name says. */
    WorkName name() {
        return WorkName.of(work);
    }

    /**
     * The same on the classes of the baseline.
     *
     * @return another point, or this one
     */
    public Point onBaseline() {
        return new Point(name().onBaseline().toString(), cores, ownWorkNanos);
    }
}
