package dev.filch.stress.cores;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.RunSettings;

/** How a workload is simulated. */
interface Simulation {

    /**
     * Runs a workload.
     *
     * @param work its name
     * @param costs what things cost
     * @param settings how to run it
     * @return what it has shown
     */
    RunResult run(String work, Costs costs, RunSettings settings);
}
