package dev.filch.stress.cores.report;

import dev.filch.bench.report.Machine;
import dev.filch.stress.cores.run.CostSet;
import dev.filch.stress.cores.run.ValidationRow;
import dev.filch.stress.cores.run.WorkloadName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The contents of a report on simulated runs.
 *
 * @param date the time at which the runs began, in ISO form
 * @param command the command line
 * @param machine the machine that ran the simulation; the figures do not depend on it
 * @param settings the settings that all runs share
 * @param costs the costs of the simulated machine
 * @param results the results, in the order of the runs
 * @param comparison where the validation was measured
 * @param validation the comparison of the simulation with real cores; empty if there is none
 */
public record CoresReport(
        String date,
        String command,
        Machine machine,
        SimulationSettings settings,
        CostSet costs,
        List<PointResult> results,
        String comparison,
        List<ValidationRow> validation) {

    /** Returns the own-work times of all runs, each once. */
    List<Long> ownWorks() {
        return results.stream().map(result -> result.point().ownWorkNanos()).distinct().sorted().toList();
    }

    /** Returns, for each workload and own-work time, its run on the most cores among those with messages. */
    List<PointResult> onMostCores() {
        Map<String, PointResult> largest = new LinkedHashMap<>();
        results.stream()
                .filter(result -> !result.failed() && result.result().messages() > 0)
                .forEach(result -> largest.merge(
                        result.point().work() + " " + result.point().ownWorkNanos(),
                        result,
                        (one, other) -> one.point().cores() < other.point().cores() ? other : one));
        return List.copyOf(largest.values());
    }

    /** Returns the runs that failed. */
    List<PointResult> failures() {
        return results.stream().filter(PointResult::failed).toList();
    }

    /**
     * Whether the error of a curve exceeds {@link ValidationRow#MAX_ERROR}. If the validation lacks the curve's
     * own-work time, the rows of its workload with other times decide. The workload's submitters, workers and baseline
     * do not matter.
     */
    boolean isFarOff(String work, long ownWorkNanos) {
        String base = WorkloadName.of(work).base();
        List<ValidationRow> ofWork = validation.stream().filter(row -> row.work().equals(base)).toList();
        List<ValidationRow> ofCurve = ofWork.stream().filter(row -> row.ownWorkNanos() == ownWorkNanos).toList();
        return (ofCurve.isEmpty() ? ofWork : ofCurve).stream().anyMatch(ValidationRow::isFarOff);
    }

    /** Returns the workloads that ran but were not compared with real cores. */
    List<String> notValidated() {
        Stream<String> works = results.stream().map(result -> result.point().name().base()).distinct();
        return works.filter(work -> validation.stream().noneMatch(row -> row.work().equals(work))).toList();
    }

    /** Returns the name of a curve, with a mark if the curve is far off. */
    String marked(String name, String work, long ownWorkNanos) {
        return isFarOff(work, ownWorkNanos) ? name + Texts.MARK : name;
    }
}
