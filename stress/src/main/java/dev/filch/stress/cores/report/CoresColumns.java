package dev.filch.stress.cores.report;

import dev.filch.bench.report.Column;
import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The columns of the tables of runs, of counts, and of the validation. */
final class CoresColumns {

    private static final String NOTHING = "";

    private CoresColumns() {
    }

    /**
     * Returns the columns for all figures of a run.
     *
     * @param name returns the name of a run
     * @param width the width of the name
     * @param baselines the runs for comparison
     */
    static List<Column<PointResult>> results(
            Function<PointResult, String> name, int width, Baselines baselines) {
        List<Column<PointResult>> columns = new ArrayList<>(List.of(
                Column.text("work", width, name),
                column("cores", 5, result -> String.valueOf(result.point().cores())),
                column("own work", 8, result -> Texts.time(result.point().ownWorkNanos())),
                Column.figure("M msg/s", ofRun(result -> Texts.measure(result.perSecond() / 1e6))),
                Column.figure("ns/msg", ofRun(result -> Texts.measure(result.nanosPerMessage()))),
                column("least", 5, ofRun(result -> Texts.factor(result.leastShare()))),
                column("most", 5, ofRun(result -> Texts.factor(result.mostShare()))),
                column("wait mean, ns", 13, ofRun(result -> Texts.count(result.meanWaitNanos()))),
                column("wait p50, ns", 12, ofRun(result -> Texts.count(result.medianWaitNanos()))),
                column("wait p99, ns", 12, ofRun(result -> Texts.count(result.p99WaitNanos()))),
                column("transfers/msg", 13, result -> result.failed()
                        ? NOTHING
                        : Texts.factor(result.transfersPerMessage()))));
        if (baselines.exist()) {
            columns.add(column("rate/baseline", 13, result -> factor(baselines.rateRatio(result))));
            columns.add(column("wait/baseline", 13, result -> factor(baselines.waitRatio(result))));
        }
        columns.add(Column.text("failure", 7, result -> result.failed() ? result.failureSummary() : NOTHING));
        return columns;
    }

    private static String factor(double ratio) {
        return Double.isFinite(ratio) ? Texts.factor(ratio) : NOTHING;
    }

    /** Returns the columns for the counts per message on a path or at a place in the code. */
    static List<Column<CountRow>> counts(int width) {
        List<Column<CountRow>> columns = new ArrayList<>(List.of(
                Column.text("path or place, for each message", width, CountRow::name),
                column("ns", 7, counted -> Texts.measure(counted.nanosPerMessage())),
                column("entries", 7, counted -> Texts.factor(counted.entriesPerMessage()))));
        for (Event event : Event.values()) {
            String title = event.label() + "s";
            columns.add(column(title, title.length(), counted -> Texts.factor(counted.perMessage(event))));
        }
        return columns;
    }

    private static Function<PointResult, String> ofRun(Function<RunResult, String> value) {
        return result -> result.failed() ? NOTHING : value.apply(result.result());
    }

    private static <R> Column<R> column(String title, int width, Function<R, String> value) {
        return new Column<>(title, width, false, value);
    }

    /** Returns the columns of the validation. */
    static List<Column<ValidationRow>> validation() {
        return List.of(
                Column.text("work", 22, row -> row.isFarOff() ? row.work() + Texts.MARK : row.work()),
                column("cores", 5, row -> String.valueOf(row.cores())),
                column("own work", 8, row -> Texts.time(row.ownWorkNanos())),
                nanos("real, ns/msg", ValidationRow::realNanos),
                nanos("simulated, ns/msg", ValidationRow::simulatedNanos),
                Column.figure("error", row -> Texts.percent(row.error())),
                Column.text("part of the fit", 15, row -> row.fitted() ? "yes" : "no"));
    }

    private static Column<ValidationRow> nanos(String title, ToDoubleFunction<ValidationRow> value) {
        return Column.figure(title, row -> Texts.measure(value.applyAsDouble(row)));
    }
}
