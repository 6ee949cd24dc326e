package dev.filch.stress.cores.report;

import dev.filch.stress.cores.run.RunSettings;

/**
 * What all runs of a command have in common. The warm-up before the measured time takes a quarter of it.
 *
 * @param sockets how many sockets the cores are spread over; a machine with fewer cores has a socket for each
 * @param threadsPerCore how many threads there are for each core
 * @param measuredNanos the measured simulated time of a run
 * @param measuredInTurnsNanos the same where threads take turns, which is long enough for several time slices
 * @param seed for everything that is random
 */
public record SimulationSettings(
        int sockets, int threadsPerCore, long measuredNanos, long measuredInTurnsNanos, long seed) {

    private static final int WARM_UP_DIVISOR = 4;

    /** How a point is run. On a single core the threads of most workloads take turns, as they need two. */
    public RunSettings of(Point point) {
        boolean inTurns = threadsPerCore > 1 || point.cores() == 1;
        long measured = inTurns ? measuredInTurnsNanos : measuredNanos;
        return new RunSettings(
                point.cores(),
                Math.min(sockets, point.cores()),
                point.cores() * threadsPerCore,
                point.ownWorkNanos(),
                measured / WARM_UP_DIVISOR,
                measured,
                seed);
    }
}
