package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The columns of tables of results. */
final class ResultColumns {

    private static final double PER_MILLION = 1e-6;

    private ResultColumns() {}

    private static Column<Row> text(String title, int width, Function<Result, String> value) {
        return Column.text(title, width, row -> value.apply(row.result()));
    }

    private static Column<Row> figure(String title, Function<Result, String> value) {
        return Column.figure(title, row -> value.apply(row.result()));
    }

    /** Returns the terminal's columns for the synthetic workload; {@code cores} are the machine's. */
    static List<Column<Row>> syntheticOnTerminal(int cores, List<Contender> contenders) {
        List<Column<Row>> columns = new ArrayList<>(List.of(
                text("tasks", 11, result -> Figures.count(result.cell().tasks())),
                text("P:C", 7, result -> ratio(result, cores)),
                id(),
                millis(),
                throughput(),
                cpuPerMillion()));
        columns.addAll(speedUps(contenders));
        return columns;
    }

    /** Returns the report's columns for the synthetic workload with one number of tasks. */
    static List<Column<Row>> syntheticInReport(int cores, List<Contender> contenders) {
        List<Column<Row>> columns = new ArrayList<>(List.of(
                text("P:C", 6, result -> ratio(result, cores)),
                label(),
                millis(),
                range(),
                throughput()));
        columns.addAll(speedUps(contenders));
        columns.addAll(costs());
        return columns;
    }

    private static List<Column<Row>> costs() {
        return List.of(
                cpuPerMillion(),
                figure("bytes/task", ResultColumns::bytesPerTask),
                figure("switches, asleep", result -> cost(result, Cost::voluntarySwitches)),
                figure("switches, runnable", result -> cost(result, Cost::involuntarySwitches)),
                steals());
    }

    /** Returns the terminal's columns for tasks that submit tasks. */
    static List<Column<Row>> treeOnTerminal(int cores, List<Contender> contenders) {
        List<Column<Row>> columns =
                new ArrayList<>(List.of(workers(cores), id(), millis(), throughput(), cpuPerMillion(), steals()));
        columns.addAll(speedUps(contenders));
        return columns;
    }

    /** Returns the report's columns for tasks that submit tasks. */
    static List<Column<Row>> treeInReport(int cores, List<Contender> contenders) {
        List<Column<Row>> columns = new ArrayList<>(List.of(workers(cores), label(), millis(), range(), throughput()));
        columns.addAll(speedUps(contenders));
        columns.addAll(costs());
        return columns;
    }

    /** Returns the terminal's columns for wake-ups. */
    static List<Column<Row>> wakeUpsOnTerminal() {
        return wakeUps(id());
    }

    /** Returns the report's columns for wake-ups. */
    static List<Column<Row>> wakeUpsInReport() {
        return wakeUps(label());
    }

    private static List<Column<Row>> wakeUps(Column<Row> executor) {
        return List.of(
                text(
                        "pause, us",
                        9,
                        result -> Figures.count(result.cell().gapMicros())),
                executor,
                figure("p50, us", result -> Figures.measure(result.medianLatencyMicros(Latency::p50Nanos))),
                figure("p99, us", result -> Figures.measure(result.medianLatencyMicros(Latency::p99Nanos))),
                figure("CPU us", result -> Figures.measure(result.cpuSecondsPerMillion())));
    }

    /** Returns the terminal's columns for real input with a number of class files. */
    static List<Column<Row>> realOnTerminal(int cores, int files) {
        return List.of(
                workers(cores),
                id(),
                millis(),
                filesPerSecond(files),
                overSequential(),
                steals(),
                text("busy %, by worker", 17, result -> Figures.percents(result.medianUtilisation())));
    }

    /** Returns the report's columns for real input. */
    static List<Column<Row>> realInReport(int cores, int files) {
        return List.of(
                workers(cores),
                label(),
                millis(),
                range(),
                filesPerSecond(files),
                overSequential(),
                text("busy %, by worker", 17, result -> Figures.percents(result.medianUtilisation())),
                steals(),
                figure("CPU s", result -> Figures.measure(result.cpuSeconds())));
    }

    private static Column<Row> workers(int cores) {
        return text("workers", 7, result -> workers(result, cores));
    }

    private static Column<Row> id() {
        return text("executor", 14, result -> result.contender().id());
    }

    private static Column<Row> label() {
        return text("executor", 26, result -> result.contender().label());
    }

    private static Column<Row> millis() {
        return figure("ms", result -> Figures.measure(result.medianMillis()));
    }

    private static Column<Row> range() {
        return figure(
                "min to max",
                result -> Figures.measure(result.minMillis()) + " to " + Figures.measure(result.maxMillis()));
    }

    private static Column<Row> throughput() {
        return figure("Mtasks/s", result -> Figures.measure(result.tasksPerSecond() * PER_MILLION));
    }

    private static Column<Row> cpuPerMillion() {
        return figure("CPU s/M", result -> Figures.measure(result.cpuSecondsPerMillion()));
    }

    private static Column<Row> filesPerSecond(int files) {
        return figure("files/s", result -> Figures.count(files / result.medianMillis() * 1e3));
    }

    private static Column<Row> steals() {
        return figure("steals", result -> Figures.count(result.medianSteals()));
    }

    private static List<Column<Row>> speedUps(List<Contender> contenders) {
        return contenders.stream()
                .filter(Contender::locked)
                .map(other -> speedUp("vs " + other.id(), other))
                .toList();
    }

    private static Column<Row> overSequential() {
        return speedUp("vs 1 thread", Contenders.SEQUENTIAL);
    }

    private static Column<Row> speedUp(String title, Contender other) {
        return new Column<>(title, title.length(), false, row -> {
            OptionalDouble factor = row.speedUpOver(other);
            return factor.isEmpty() ? "-" : Figures.factor(factor.getAsDouble());
        });
    }

    private static String ratio(Result result, int cores) {
        return result.cell().ratio() + mark(result, cores);
    }

    private static String workers(Result result, int cores) {
        return result.workers() == 1 ? "1" : result.workers() + mark(result, cores);
    }

    private static String mark(Result result, int cores) {
        return result.cell().oversubscribed(cores) ? "*" : "";
    }

    private static String bytesPerTask(Result result) {
        OptionalDouble bytes = result.medianCost(Cost::allocatedBytes);
        return bytes.isEmpty()
                ? "-"
                : Figures.count(bytes.getAsDouble() / result.cell().tasks());
    }

    private static String cost(Result result, Function<Cost, Long> figure) {
        return Figures.count(result.medianCost(figure));
    }
}
