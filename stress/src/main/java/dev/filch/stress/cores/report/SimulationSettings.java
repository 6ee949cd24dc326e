package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.CodeBase;
import dev.filch.stress.cores.run.RunSettings;
import dev.filch.stress.cores.run.WorkloadName;
import java.nio.file.Path;

/**
 * The settings that all runs of a command share.
 *
 * @param sockets the number of sockets; a machine with fewer cores has one socket per core
 * @param threadsPerCore the number of threads per core
 * @param warmUpNanos the simulated time before measurement starts
 * @param measuredNanos the measured simulated time of a run; longer if threads share a core
 * @param seed the seed of all random choices
 * @param baseline the core jar of the baseline; null if there is none
 * @param paths the paths by which events are counted
 */
public record SimulationSettings(int sockets, int threadsPerCore, long warmUpNanos, long measuredNanos, long seed,
        String baseline, CodePaths paths) {

    /**
     * Returns the settings of the run for a point.
     *
     * @param point the point
     * @param costs the costs of the simulated machine, which include the time slice
     * @return the settings
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
        WorkloadName name = point.name();
        return name.submitters() > 0
                ? name.submitters() + name.workers()
                : Math.max(minThreads(point.work()), point.cores() * threadsPerCore);
    }

    /** Returns the smallest number of threads: a workload with two roles needs a thread for each. */
    private static int minThreads(String work) {
        return Family.PAIRS.has(work) || Family.MICRO.has(work) ? 1 : 2;
    }
}
