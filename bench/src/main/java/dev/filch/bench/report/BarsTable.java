package dev.filch.bench.report;

import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.SampleSummary;
import dev.filch.bench.judge.Verdict;
import java.util.List;
import java.util.function.Consumer;

/** The verdicts on a terminal. */
public final class BarsTable {

    private BarsTable() {}

    /** Prints the tables of each setup. */
    public static void print(BarsReport report, Consumer<String> lines) {
        int cores = report.machine().cores();
        for (SetupReport setup : report.setups()) {
            List<Column<Verdict>> columns = VerdictColumns.verdicts(setup.verdicts(), cores);
            lines.accept(setup.setup().label() + " (medians of " + setup.rounds() + "; " + comparison(report) + ")");
            lines.accept(Column.heading(columns));
            lines.accept(Column.rule(columns));
            setup.verdicts().forEach(verdict -> lines.accept(Column.row(columns, verdict)));
            lines.accept("");
            printCosts(setup, cores, lines);
        }
        if (report.earlier() != null && !report.earlier().missing().isEmpty()) {
            lines.accept(report.earlier().omission());
        }
        if (report.oversubscribed()) {
            lines.accept("* more threads than the " + cores + " cores: measures the OS scheduler, too");
        }
    }

    private static String comparison(BarsReport report) {
        return report.earlier() == null
                ? "ratio to the best peer: below 1 favours Filch; the amount if there is no ratio"
                : "before: " + report.earlier().jar() + "; ratio of now to before in the same round: below 1 is better";
    }

    /** Prints what pools cost besides time. */
    private static void printCosts(SetupReport setup, int cores, Consumer<String> lines) {
        List<SampleSummary> summaries = setup.samples().tasks().stream()
                .map(task -> new SampleSummary(task, setup.samples(), setup.rounds()))
                .filter(summary -> !summary.known(Figure.CPU).isEmpty())
                .toList();
        if (summaries.isEmpty()) {
            return;
        }
        List<Column<SampleSummary>> columns = VerdictColumns.costs(cores);
        lines.accept("What the pools cost (medians; a sleep is a voluntary context switch in the whole process)");
        lines.accept(Column.heading(columns));
        lines.accept(Column.rule(columns));
        summaries.forEach(summary -> lines.accept(Column.row(columns, summary)));
        lines.accept("");
    }
}
