package dev.filch.stress.cores;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.StuckException;
import dev.filch.stress.cores.report.Point;
import dev.filch.stress.cores.report.PointResult;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.RunSettings;

/** Simulates workloads. */
interface Simulation {

    /**
     * Runs a workload.
     *
     * @param work the workload's name
     * @param costs the costs of the simulated machine
     * @param settings the settings of the run
     * @return the result
     */
    RunResult run(String work, Costs costs, RunSettings settings);

    /** Runs the workload of a point. If the run fails, the result holds the failure. */
    default PointResult result(Point point, Costs costs, RunSettings settings) {
        try {
            return new PointResult(point, run(point.work(), costs, settings), null);
        } catch (StuckException stuck) {
            return new PointResult(point, null, "stuck: " + stuck.getMessage());
        } catch (OutOfMemoryError e) {
            return new PointResult(point, null, "failed: " + e); // the memory of the run is garbage now
        } catch (LinkageError e) {
            return new PointResult(point, null, "failed: " + e); // the baseline lacks a class or method of the workload
        } catch (IllegalStateException e) {
            return new PointResult(point, null, "failed: " + (e.getCause() == null ? e : e.getCause()));
        }
    }
}
