package dev.filch.stress.cores;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Stuck;
import dev.filch.stress.cores.report.Point;
import dev.filch.stress.cores.report.PointResult;
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

    /** The same with what went wrong, if anything did, as a result. */
    default PointResult result(Point point, Costs costs, RunSettings settings) {
        try {
            return new PointResult(point, run(point.work(), costs, settings), null);
        } catch (Stuck stuck) {
            return new PointResult(point, null, "stuck: " + stuck.getMessage());
        } catch (OutOfMemoryError e) {
            return new PointResult(point, null, "failed: " + e); // what the run held is garbage now
        } catch (LinkageError e) {
            return new PointResult(point, null, "failed: " + e); // the baseline lacks what the workload needs
        } catch (IllegalStateException e) {
            return new PointResult(point, null, "failed: " + (e.getCause() == null ? e : e.getCause()));
        }
    }
}
