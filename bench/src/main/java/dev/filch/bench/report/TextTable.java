package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Result;
import java.util.List;
import java.util.function.Consumer;

/** A table of results that is printed cell by cell, with fixed widths of its columns. */
public final class TextTable {

    private final List<Column<Row>> columns;
    private final Consumer<String> lines;

    private TextTable(List<Column<Row>> columns, Consumer<String> lines) {
        this.columns = columns;
        this.lines = lines;
        lines.accept(Column.heading(columns));
        lines.accept(Column.rule(columns));
    }

    /** Returns a table for the synthetic workload. Its lines go to the consumer, heading and rule at once. */
    public static TextTable synthetic(Machine machine, List<Contender> contenders, Consumer<String> lines) {
        return new TextTable(ResultColumns.syntheticOnTerminal(machine.cores(), contenders), lines);
    }

    /** Returns a table for tasks that submit tasks. */
    public static TextTable tree(Machine machine, List<Contender> contenders, Consumer<String> lines) {
        return new TextTable(ResultColumns.treeOnTerminal(machine.cores(), contenders), lines);
    }

    /** Returns a table for wake-ups. */
    public static TextTable wakeUps(Consumer<String> lines) {
        return new TextTable(ResultColumns.wakeUpsOnTerminal(), lines);
    }

    /** Returns a table for real input with a number of class files. */
    public static TextTable real(Machine machine, int files, Consumer<String> lines) {
        return new TextTable(ResultColumns.realOnTerminal(machine.cores(), files), lines);
    }

    /** Prints a row for each result of a cell. */
    public void add(List<Result> cell) {
        cell.forEach(result -> lines.accept(Column.row(columns, new Row(result, cell))));
    }
}
