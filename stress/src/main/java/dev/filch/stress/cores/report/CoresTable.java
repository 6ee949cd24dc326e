package dev.filch.stress.cores.report;

import dev.filch.bench.report.Column;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.List;
import java.util.function.Consumer;

/** The table on the terminal, which shows each run as soon as it has ended. */
public final class CoresTable {

    private static final int NAME_WIDTH = 22;
    private static final int PLACE_WIDTH = 76;

    private final List<Column<PointResult>> columns;
    private final Baselines baselines;
    private final boolean counts;
    private final Consumer<String> printer;

    /**
     * Creates a table, and prints its heading.
     *
     * @param plan the planned runs
     * @param counts whether to print a run's counts after its row
     * @param printer receives the lines
     */
    public CoresTable(List<Point> plan, boolean counts, Consumer<String> printer) {
        this.counts = counts;
        this.printer = printer;
        baselines = new Baselines(plan.stream().anyMatch(point -> point.name().baseline()));
        int width = plan.stream().mapToInt(point -> point.work().length()).max().orElse(0);
        columns = CoresColumns.results(result -> result.point().work(), Math.max(NAME_WIDTH, width), baselines);
        printHeading(columns, printer);
    }

    /**
     * Adds the row of a run.
     *
     * @param result the run's result
     */
    public void add(PointResult result) {
        baselines.add(result);
        printer.accept(Column.row(columns, result));
        if (counts && !result.failed()) {
            print(CountRow.paths(result));
            print(CountRow.places(result));
        }
    }

    private void print(List<CountRow> rows) {
        List<Column<CountRow>> countColumns = CoresColumns.counts(PLACE_WIDTH);
        printer.accept("");
        printHeading(countColumns, printer);
        rows.forEach(row -> printer.accept(Column.row(countColumns, row)));
        printer.accept("");
    }

    private static <R> void printHeading(List<Column<R>> columns, Consumer<String> printer) {
        printer.accept(Column.heading(columns));
        printer.accept(Column.rule(columns));
    }

    /**
     * Prints the table of the validation.
     *
     * @param rows its rows
     * @param printer receives the lines
     */
    public static void printValidation(List<ValidationRow> rows, Consumer<String> printer) {
        List<Column<ValidationRow>> columns = CoresColumns.validation();
        printHeading(columns, printer);
        rows.forEach(row -> printer.accept(Column.row(columns, row)));
        if (rows.stream().anyMatch(ValidationRow::isFarOff)) {
            printer.accept(Texts.MARK_NOTE);
        }
    }
}
