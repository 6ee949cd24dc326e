package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.CodeBase;
import dev.filch.stress.cores.run.RunSettings;
import dev.filch.stress.cores.run.WorkName;
import java.nio.file.Path;

/**
 * What all runs of a command have in common.
 *
 * @param sockets how many sockets the cores are spread over; a machine with fewer cores has a socket for each
 * @param threadsPerCore how many threads there are for each core
 * @param warmUpNanos the simulated time before the measured one
 * @param measuredNanos the measured simulated time of a run; more where threads take turns
 * @param seed for everything that is random
 * @param baseline the jar that the works of the baseline run on; null if there are none
 * @param paths the methods whose events are counted apart
 */
public record SimulationSettings(int sockets, int threadsPerCore, long warmUpNanos, long measuredNanos, long seed,
        String baseline, CodePaths paths) {

    /**
     * How a point is run.
     *
     * @param point the point
     * @param costs what things cost, time slices among them
     * @return the settings of its run
     */
    public RunSettings of(Point point, Costs costs) {
        return new RunSettings(
                        point.cores(),
                        Math.min(sockets, point.cores()),
                        threads(point),
                        point.ownWorkNanos(),
                        warmUpNanos,
                        measuredNanos,
                        seed,
                        new CodeBase(point.name().baseline() ? Path.of(baseline) : null, paths))
                .coveringTimeSlices(costs);
    }

    private int threads(Point point) {
        WorkName name = point.name();
        return name.submitters() > 0
                ? name.submitters() + name.workers()
                : Math.max(minThreads(point.work()), point.cores() * threadsPerCore);
    }

    /** A workload with different roles has at least a thread of each. */
    private static int minThreads(String work) {
        return Family.PAIRS.has(work) || Family.MICRO.has(work) ? 1 : 2;
    }
}
