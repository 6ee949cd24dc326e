package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.RunSettings;

/**
 * What all runs of a command have in common. The warm-up before the measured time takes a quarter of it.
 *
 * @param sockets how many sockets the cores are spread over; a machine with fewer cores has a socket for each
 * @param threadsPerCore how many threads there are for each core
 * @param measuredNanos the measured simulated time of a run; more where threads take turns
 * @param seed for everything that is random
 */
public record SimulationSettings(int sockets, int threadsPerCore, long measuredNanos, long seed) {

    private static final int WARM_UP_DIVISOR = 4;

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
                        Math.max(minThreads(point.work()), point.cores() * threadsPerCore),
                        point.ownWorkNanos(),
                        measuredNanos / WARM_UP_DIVISOR,
                        measuredNanos,
                        seed)
                .coveringTimeSlices(costs);
    }

    /** A workload with different roles has at least a thread of each. */
    private static int minThreads(String work) {
        return Family.PAIRS.has(work) || Family.MICRO.has(work) ? 1 : 2;
    }
}
