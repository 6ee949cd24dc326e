package dev.filch.stress.cores.report;

import dev.filch.bench.report.Column;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.List;
import java.util.function.Consumer;

/** The runs on a terminal, each as soon as it has ended. */
public final class CoresTable {

    private static final List<Column<PointResult>> COLUMNS =
            CoresColumns.results(result -> result.point().work());

    private final Consumer<String> lines;

    /**
     * A table without rows.
     *
     * @param lines where its lines go, the heading at once
     */
    public CoresTable(Consumer<String> lines) {
        this.lines = lines;
        lines.accept(Column.heading(COLUMNS));
        lines.accept(Column.rule(COLUMNS));
    }

    /**
     * Adds a row.
     *
     * @param result a run
     */
    public void add(PointResult result) {
        lines.accept(Column.row(COLUMNS, result));
    }

    /**
     * Prints the validation.
     *
     * @param rows what was compared
     * @param lines where the lines go
     */
    public static void printValidation(List<ValidationRow> rows, Consumer<String> lines) {
        List<Column<ValidationRow>> columns = CoresColumns.validation();
        lines.accept(Column.heading(columns));
        lines.accept(Column.rule(columns));
        rows.forEach(row -> lines.accept(Column.row(columns, row)));
        if (rows.stream().anyMatch(ValidationRow::isFarOff)) {
            lines.accept(Texts.NOTE_OF_MARK);
        }
    }
}
