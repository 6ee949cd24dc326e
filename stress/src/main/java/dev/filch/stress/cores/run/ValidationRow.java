package dev.filch.stress.cores.run;

/**
 * The comparison of a workload on real cores with the same workload on simulated ones.
 *
 * @param work the workload's name
 * @param cores the number of cores of both
 * @param ownWorkNanos how long a thread works between two operations
 * @param realNanos the measured time between two messages, over all threads
 * @param simulatedNanos the simulated time between two messages
 * @param fitted whether the costs were fitted to this row
 */
public record ValidationRow(
        String work, int cores, long ownWorkNanos, double realNanos, double simulatedNanos, boolean fitted) {

    /** If the error exceeds this, the curve has a mark wherever it is shown. */
    public static final double MAX_ERROR = 0.3;

    /**
     * Returns the error of the simulation.
     *
     * @return the error as a fraction of the real time; negative if the simulation is too fast
     */
    public double error() {
        return simulatedNanos / realNanos - 1;
    }

    /**
     * Whether the error exceeds {@link #MAX_ERROR}.
     *
     * @return true if so, in either direction, or if the error is not a number
     */
    public boolean isFarOff() {
        return !(Math.abs(error()) <= MAX_ERROR);
    }
}
