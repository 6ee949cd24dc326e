package dev.filch.stress.cores.run;

/**
 * How a workload is run on a simulated machine.
 *
 * @param cores how many cores there are
 * @param sockets how many sockets they are spread over
 * @param threads how many threads the workload is to have; more than cores take turns
 * @param ownWorkNanos the work of a thread between two operations
 * @param warmUpNanos the simulated time before the measured one
 * @param measuredNanos the measured simulated time
 * @param seed for everything that is random
 */
public record RunSettings(
        int cores, int sockets, int threads, long ownWorkNanos, long warmUpNanos, long measuredNanos, long seed) {
}
