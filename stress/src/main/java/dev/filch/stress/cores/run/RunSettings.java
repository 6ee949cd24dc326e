package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;

/**
 * How a workload is run on a simulated machine.
 *
 * @param cores how many cores there are
 * @param sockets how many sockets they are spread over
 * @param threads how many threads the workload is to have; if there are more than cores, they take turns, and the run
 *     lasts for at least some time slices
 * @param ownWorkNanos the work of a thread between two operations
 * @param warmUpNanos the simulated time before the measured one
 * @param measuredNanos the measured simulated time
 * @param seed for everything that is random
 * @param code which class files it runs on
 */
public record RunSettings(
        int cores, int sockets, int threads, long ownWorkNanos, long warmUpNanos, long measuredNanos, long seed,
        CodeBase code) {

    private static final int MEASURED_SLICES = 4;

    /**
     * Settings for the class files of this build.
     *
     * @param cores how many cores there are
     * @param sockets how many sockets they are spread over
     * @param threads how many threads the workload is to have
     * @param ownWorkNanos the work of a thread between two operations
     * @param warmUpNanos the simulated time before the measured one
     * @param measuredNanos the measured simulated time
     * @param seed for everything that is random
     */
    public RunSettings(
            int cores, int sockets, int threads, long ownWorkNanos, long warmUpNanos, long measuredNanos, long seed) {
        this(cores, sockets, threads, ownWorkNanos, warmUpNanos, measuredNanos, seed, CodeBase.OF_THIS_BUILD);
    }

    /**
     * The same for at least some time slices, if threads take turns: within one slice only one of them would run.
     *
     * @param costs which say how long a time slice is
     * @return these settings if no threads take turns or the time is long enough
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
