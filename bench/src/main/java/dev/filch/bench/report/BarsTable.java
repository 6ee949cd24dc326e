package dev.filch.bench.report;

import dev.filch.bench.judge.Verdict;
import java.util.List;
import java.util.function.Consumer;

/** The verdicts on a terminal. */
public final class BarsTable {

    private BarsTable() {}

    /** Prints a table for each setup. */
    public static void print(BarsReport report, Consumer<String> lines) {
        int cores = report.machine().cores();
        List<Column<Verdict>> columns = VerdictColumns.verdicts(cores);
        for (SetupReport setup : report.setups()) {
            lines.accept(setup.setup().label() + " (medians of " + setup.rounds()
                    + "; ratio to the best peer, below 1 is faster; of what is no time, the amount)");
            lines.accept(Column.heading(columns));
            lines.accept(Column.rule(columns));
            setup.verdicts().forEach(verdict -> lines.accept(Column.row(columns, verdict)));
            lines.accept("");
        }
        if (report.oversubscribed()) {
            lines.accept("* more threads than the " + cores + " cores: this measures the scheduler too");
        }
    }
}
