package dev.filch.bench.report;

import java.util.List;

/**
 * The results of a run of the command {@code bars}.
 *
 * @param date the start of the run, in ISO form
 * @param command the options of the run, as on a command line
 * @param machine the machine; its JVM is that of the command, not of the forks
 * @param earlier the earlier state that Filch was compared with; null if it was compared with its peers
 * @param setups the results of each setup
 */
public record BarsReport(
        String date, String command, Machine machine, EarlierState earlier, List<SetupReport> setups) {

    /** Returns whether a target had more threads than the machine has cores. */
    boolean oversubscribed() {
        return setups.stream()
                .flatMap(setup -> setup.verdicts().stream())
                .anyMatch(verdict -> verdict.target().oversubscribed(machine.cores()));
    }
}
