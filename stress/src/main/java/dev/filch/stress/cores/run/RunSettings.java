package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;

/**
 * The settings of a run on a simulated machine.
 *
 * @param cores the number of cores
 * @param sockets the number of sockets
 * @param threads the number of threads of the workload; if there are more threads than cores, they take turns
 * @param ownWorkNanos how long a thread works between two operations
 * @param warmUpNanos the simulated time before measurement starts
 * @param measuredNanos the measured simulated time
 * @param seed the seed of all random choices
 * @param code the class files
 */
public record RunSettings(
        int cores, int sockets, int threads, long ownWorkNanos, long warmUpNanos, long measuredNanos, long seed,
        CodeBase code) {

    private static final int MEASURED_SLICES = 4;

    /**
     * Creates settings for the class files of this build.
     *
     * @param cores the number of cores
     * @param sockets the number of sockets
     * @param threads the number of threads of the workload
     * @param ownWorkNanos how long a thread works between two operations
     * @param warmUpNanos the simulated time before measurement starts
     * @param measuredNanos the measured simulated time
     * @param seed the seed of all random choices
     */
    public RunSettings(
            int cores, int sockets, int threads, long ownWorkNanos, long warmUpNanos, long measuredNanos, long seed) {
        this(cores, sockets, threads, ownWorkNanos, warmUpNanos, measuredNanos, seed, CodeBase.OF_THIS_BUILD);
    }

    /**
     * Prolongs the run to several time slices, if threads take turns. Within one slice, only one thread of each core
     * would run.
     *
     * @param costs the costs, which include the length of a time slice
     * @return the prolonged settings, or these if they suffice
     */
    public RunSettings coveringTimeSlices(Costs costs) {
        if (threads <= cores) {
            return this;
        }
        long slice = costs.timeSlice() / Machine.NANOSECOND;
        return new RunSettings(cores, sockets, threads, ownWorkNanos, Math.max(warmUpNanos, slice),
                Math.max(measuredNanos, MEASURED_SLICES * slice), seed, code);
    }
}
