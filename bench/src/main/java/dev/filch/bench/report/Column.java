package dev.filch.bench.report;

import java.util.List;
import java.util.function.Function;

/**
 * A column of a table, on the terminal and in a report.
 *
 * @param title its heading
 * @param width how wide it is on a terminal
 * @param text whether it holds text, which stands on the left, or a figure
 * @param value what stands in it
 */
public record Column<R>(String title, int width, boolean text, Function<R, String> value) {

    private static final int FIGURE_WIDTH = 8;
    private static final String GAP = "  ";

    /** A column of text. */
    public static <R> Column<R> text(String title, int width, Function<R, String> value) {
        return new Column<>(title, width, true, value);
    }

    /** A column of figures, as wide as its title and at least 8. */
    public static <R> Column<R> figure(String title, Function<R, String> value) {
        return new Column<>(title, Math.max(FIGURE_WIDTH, title.length()), false, value);
    }

    /** The heading of a table on a terminal. */
    public static <R> String heading(List<Column<R>> columns) {
        return line(columns, Column::title);
    }

    /** The rule below the heading. */
    public static <R> String rule(List<Column<R>> columns) {
        return line(columns, column -> "-".repeat(column.width()));
    }

    /** A row of the table. */
    public static <R> String row(List<Column<R>> columns, R row) {
        return line(columns, column -> column.value().apply(row));
    }

    private static <R> String line(List<Column<R>> columns, Function<Column<R>, String> content) {
        StringBuilder line = new StringBuilder();
        for (Column<R> column : columns) {
            String format = column.text() ? "%-" + column.width() + "s" : "%" + column.width() + "s";
            line.append(line.isEmpty() ? "" : GAP).append(String.format(format, content.apply(column)));
        }
        return line.toString().stripTrailing();
    }
}
