package dev.filch.bench.report;

import java.util.List;
import java.util.function.Function;

/**
 * A column of a table, on the terminal and in a report.
 *
 * @param title its heading
 * @param width its width on a terminal
 * @param text whether it contains text, which is aligned to the left, or figures
 * @param value returns a row's content
 */
public record Column<R>(String title, int width, boolean text, Function<R, String> value) {

    private static final int FIGURE_WIDTH = 8;
    private static final String GAP = "  ";

    /** Returns a column of text. */
    public static <R> Column<R> text(String title, int width, Function<R, String> value) {
        return new Column<>(title, width, true, value);
    }

    /** Returns a column of figures, as wide as its title and at least 8 characters. */
    public static <R> Column<R> figure(String title, Function<R, String> value) {
        return new Column<>(title, Math.max(FIGURE_WIDTH, title.length()), false, value);
    }

    /** Returns the heading of a table on a terminal. */
    public static <R> String heading(List<Column<R>> columns) {
        return line(columns, Column::title);
    }

    /** Returns the rule below the heading. */
    public static <R> String rule(List<Column<R>> columns) {
        return line(columns, column -> "-".repeat(column.width()));
    }

    /** Returns a row of the table. */
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
