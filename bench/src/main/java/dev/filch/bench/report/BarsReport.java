package dev.filch.bench.report;

import java.util.List;

/**
 * Everything that a run of the bars found out.
 *
 * @param date when it began, in ISO form
 * @param command the options that it ran with, as a command line would give them
 * @param machine what it ran on; its JVM is that of the command, not of the forks
 * @param earlier what Filch was compared with instead of its peers; null for the peers
 * @param setups the results, setup by setup
 */
public record BarsReport(
        String date, String command, Machine machine, EarlierState earlier, List<SetupReport> setups) {

    /** Whether some threads could not all run at once. */
    boolean oversubscribed() {
        return setups.stream()
                .flatMap(setup -> setup.verdicts().stream())
                .anyMatch(verdict -> verdict.bar().oversubscribed(machine.cores()));
    }
}
