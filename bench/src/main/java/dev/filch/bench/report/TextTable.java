package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Result;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A table of results that is printed while it grows, a cell at a time: its columns have their widths from the start.
 */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final Consumer<String> lines;

    private TextTable(List<Column> columns, Consumer<String> lines) {
        this.columns = columns;
        this.lines = lines;
        line(Column::title);
        line(column -> "-".repeat(column.width()));
    }

    /** A table for the synthetic workload; its lines go to the consumer, title and rule at once. */
    public static TextTable synthetic(Machine machine, List<Contender> contenders, Consumer<String> lines) {
        return new TextTable(Column.syntheticOnTerminal(machine.cores(), contenders), lines);
    }

    /** A table for the real input, which has so many class files. */
    public static TextTable real(Machine machine, int files, Consumer<String> lines) {
        return new TextTable(Column.realOnTerminal(machine.cores(), files), lines);
    }

    /** Adds a row for each result of a cell. */
    public void add(List<Result> cell) {
        cell.forEach(result -> line(column -> column.value().apply(new Row(result, cell))));
    }

    private void line(Function<Column, String> content) {
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            String format = column.text() ? "%-" + column.width() + "s" : "%" + column.width() + "s";
            line.append(line.isEmpty() ? "" : GAP).append(String.format(format, content.apply(column)));
        }
        lines.accept(line.toString().stripTrailing());
    }
}
