package dev.filch.stress.cores.report;

import dev.filch.bench.report.Column;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.List;
import java.util.function.Consumer;

/** The runs on a terminal, each as soon as it has ended. */
public final class CoresTable {

    private static final int NAME_WIDTH = 22;
    private static final int PLACE_WIDTH = 76;

    private final List<Column<PointResult>> columns;
    private final Baselines baselines;
    private final boolean counts;
    private final Consumer<String> lines;

    /**
     * A table without rows.
     *
     * @param plan the runs to come
     * @param counts whether each row is followed by what was counted
     * @param lines where its lines go, the heading at once
     */
    public CoresTable(List<Point> plan, boolean counts, Consumer<String> lines) {
        this.counts = counts;
        this.lines = lines;
        baselines = new Baselines(plan.stream().anyMatch(point -> point.name().baseline()));
        int width = plan.stream().mapToInt(point -> point.work().length()).max().orElse(0);
        columns = CoresColumns.results(result -> result.point().work(), Math.max(NAME_WIDTH, width), baselines);
        printHeading(columns, lines);
    }

    /**
     * Adds a row.
     *
     * @param result a run
     */
    public void add(PointResult result) {
        baselines.add(result);
        lines.accept(Column.row(columns, result));
        if (counts && !result.failed()) {
            print(Counted.paths(result));
            print(Counted.places(result));
        }
    }

    private void print(List<Counted> rows) {
        List<Column<Counted>> counted = CoresColumns.counts(PLACE_WIDTH);
        lines.accept("");
        printHeading(counted, lines);
        rows.forEach(row -> lines.accept(Column.row(counted, row)));
        lines.accept("");
    }

    private static <R> void printHeading(List<Column<R>> columns, Consumer<String> lines) {
        lines.accept(Column.heading(columns));
        lines.accept(Column.rule(columns));
    }

    /**
     * Prints the validation.
     *
     * @param rows what was compared
     * @param lines where the lines go
     */
    public static void printValidation(List<ValidationRow> rows, Consumer<String> lines) {
        List<Column<ValidationRow>> columns = CoresColumns.validation();
        printHeading(columns, lines);
        rows.forEach(row -> lines.accept(Column.row(columns, row)));
        if (rows.stream().anyMatch(ValidationRow::isFarOff)) {
            lines.accept(Texts.NOTE_OF_MARK);
        }
    }
}
