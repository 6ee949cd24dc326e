package dev.filch.stress.cores.run;

/**
 * A workload on real cores beside the same on simulated ones.
 *
 * @param work its name
 * @param cores how many cores both have
 * @param ownWorkNanos the work of a thread between two operations
 * @param realNanos the measured time between two messages, over all threads
 * @param simulatedNanos the simulated one
 * @param fitted whether the costs were fitted to this row
 */
public record ValidationRow(
        String work, int cores, long ownWorkNanos, double realNanos, double simulatedNanos, boolean fitted) {

    /** A larger error than this is named wherever the curve is shown. */
    public static final double MAX_ERROR = 0.3;

    /**
     * How far the simulation is from reality.
     *
     * @return as a fraction of the real time; negative if the simulation is too fast
     */
    public double error() {
        return simulatedNanos / realNanos - 1;
    }

    /**
     * Whether the error is too large to go unmentioned.
     *
     * @return true above {@link #MAX_ERROR}, in either direction
     */
    public boolean isFarOff() {
        return !(Math.abs(error()) <= MAX_ERROR);
    }
}
