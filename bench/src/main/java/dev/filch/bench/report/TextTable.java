package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Result;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table of results that is printed while it grows, a cell at a time: its columns have their widths from the start.
 */
public final class TextTable {

    private final List<Column<Row>> columns;
    private final Consumer<String> lines;

    private TextTable(List<Column<Row>> columns, Consumer<String> lines) {
        this.columns = columns;
        this.lines = lines;
        lines.accept(Column.heading(columns));
        lines.accept(Column.rule(columns));
    }

    /** A table for the synthetic workload; its lines go to the consumer, title and rule at once. */
    public static TextTable synthetic(Machine machine, List<Contender> contenders, Consumer<String> lines) {
        return new TextTable(ResultColumns.syntheticOnTerminal(machine.cores(), contenders), lines);
    }

    /** A table for tasks that submit tasks. */
    public static TextTable tree(Machine machine, List<Contender> contenders, Consumer<String> lines) {
        return new TextTable(ResultColumns.treeOnTerminal(machine.cores(), contenders), lines);
    }

    /** A table for the wake-ups. */
    public static TextTable wakeUps(Consumer<String> lines) {
        return new TextTable(ResultColumns.wakeUpsOnTerminal(), lines);
    }

    /** A table for the real input, which has so many class files. */
    public static TextTable real(Machine machine, int files, Consumer<String> lines) {
        return new TextTable(ResultColumns.realOnTerminal(machine.cores(), files), lines);
    }

    /** Adds a row for each result of a cell. */
    public void add(List<Result> cell) {
        cell.forEach(result -> lines.accept(Column.row(columns, new Row(result, cell))));
    }
}
