package dev.filch.stress.cores.fit;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.RunSettings;
import dev.filch.stress.cores.run.SimulatedRun;

/**
 * The measured time of a workload on the machine's own cores.
 *
 * @param work the workload's name
 * @param threads the number of threads
 * @param nanos the mean time between two messages
 */
record Measurement(String work, int threads, double nanos) {

    private static final long WARM_UP_NANOS = 30_000;
    private static final long MEASURED_NANOS = 150_000;
    private static final long SEED = 1;

    /** Returns the simulated time, for comparison with {@link #nanos}. */
    double simulated(Costs costs) {
        RunSettings settings =
                new RunSettings(threads, 1, threads, 0, WARM_UP_NANOS, MEASURED_NANOS, SEED);
        return SimulatedRun.run(work, costs, settings).nanosPerMessage();
    }

    /** Returns the squared logarithm of the ratio of simulated to measured time. */
    double error(Costs costs) {
        double logarithm = Math.log(simulated(costs) / nanos);
        return logarithm * logarithm;
    }
}
