package dev.filch.stress.cores.report;

import dev.filch.bench.report.Machine;
import dev.filch.stress.cores.run.CostSet;
import dev.filch.stress.cores.run.ValidationRow;
import dev.filch.stress.cores.run.WorkName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that simulated runs have shown.
 *
 * @param date when they began, in ISO form
 * @param command the options that they ran with, as a command line would give them
 * @param machine what the simulation ran on; the figures do not depend on it
 * @param settings what all runs have in common
 * @param costs what things cost on the simulated machine
 * @param results the results, in the order of the runs
 * @param comparison where the validation was measured
 * @param validation the simulation beside real cores; empty if they were not compared
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

    /** The own works of all runs, each once. */
    List<Long> ownWorks() {
        return results.stream().map(result -> result.point().ownWorkNanos()).distinct().sorted().toList();
    }

    /** The runs that have messages, each work and own work on the most cores that it ran on. */
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

    /** The runs that have failed. */
    List<PointResult> failures() {
        return results.stream().filter(PointResult::failed).toList();
    }

    /**
     * Whether the simulation of a curve is further from reality than {@link ValidationRow#MAX_ERROR}. If no row has the
     * curve's own work, the rows of its workload with other own work decide. The workload's numbers of submitters and
     * workers, and the classes that it runs on, play no part.
     */
    boolean isFarOff(String work, long ownWorkNanos) {
        String base = WorkName.of(work).base();
        List<ValidationRow> ofWork = validation.stream().filter(row -> row.work().equals(base)).toList();
        List<ValidationRow> ofCurve = ofWork.stream().filter(row -> row.ownWorkNanos() == ownWorkNanos).toList();
        return (ofCurve.isEmpty() ? ofWork : ofCurve).stream().anyMatch(ValidationRow::isFarOff);
    }

    /** The workloads that were run, but not compared with real cores. */
    List<String> notValidated() {
        Stream<String> works = results.stream().map(result -> result.point().name().base()).distinct();
        return works.filter(work -> validation.stream().noneMatch(row -> row.work().equals(work))).toList();
    }

    /** A name, with a mark if the simulation of that curve is far off. */
    String marked(String name, String work, long ownWorkNanos) {
        return isFarOff(work, ownWorkNanos) ? name + Texts.MARK : name;
    }
}
