package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A column of a table of results, on the terminal and in the report.
 *
 * @param title its heading
 * @param width how wide it is on a terminal
 * @param text whether it holds text, which stands on the left, or a figure
 * @param value what stands in it
 */
record Column(String title, int width, boolean text, Function<Row, String> value) {

    private static final double PER_MILLION = 1e-6;
    private static final int FIGURE_WIDTH = 8;

    private static Column text(String title, int width, Function<Result, String> value) {
        return new Column(title, width, true, row -> value.apply(row.result()));
    }

    private static Column figure(String title, Function<Result, String> value) {
        return new Column(title, Math.max(FIGURE_WIDTH, title.length()), false, row -> value.apply(row.result()));
    }

    /** What the terminal shows of the synthetic workload; {@code cores} are the machine's. */
    static List<Column> syntheticOnTerminal(int cores, List<Contender> contenders) {
        List<Column> columns = new ArrayList<>(List.of(
                text("tasks", 11, result -> Figures.count(result.cell().tasks())),
                text("P:C", 7, result -> ratio(result, cores)),
                text("executor", 14, result -> result.contender().id()),
                millis(),
                throughput(),
                cpuPerMillion()));
        columns.addAll(speedUps(contenders));
        return columns;
    }

    /** What the report shows of the synthetic workload, for one number of tasks. */
    static List<Column> syntheticInReport(int cores, List<Contender> contenders) {
        List<Column> columns = new ArrayList<>(List.of(
                text("P:C", 6, result -> ratio(result, cores)),
                text("executor", 26, result -> result.contender().label()),
                millis(),
                range(),
                throughput()));
        columns.addAll(speedUps(contenders));
        columns.addAll(List.of(
                cpuPerMillion(),
                figure("bytes/task", Column::bytesPerTask),
                figure("switches, asleep", result -> cost(result, Cost::voluntarySwitches)),
                figure("switches, runnable", result -> cost(result, Cost::involuntarySwitches)),
                steals()));
        return columns;
    }

    /** What the terminal shows of the real input; {@code files} is how many class files there are. */
    static List<Column> realOnTerminal(int cores, int files) {
        return List.of(
                text("workers", 7, result -> workers(result, cores)),
                text("executor", 14, result -> result.contender().id()),
                millis(),
                filesPerSecond(files),
                overSequential(),
                steals(),
                text("busy %, by worker", 17, result -> Figures.percents(result.medianUtilisation())));
    }

    /** What the report shows of the real input. */
    static List<Column> realInReport(int cores, int files) {
        return List.of(
                text("workers", 7, result -> workers(result, cores)),
                text("executor", 26, result -> result.contender().label()),
                millis(),
                range(),
                filesPerSecond(files),
                overSequential(),
                text("busy %, by worker", 17, result -> Figures.percents(result.medianUtilisation())),
                steals(),
                figure("CPU s", result -> Figures.measure(result.cpuSeconds())));
    }

    private static Column millis() {
        return figure("ms", result -> Figures.measure(result.medianMillis()));
    }

    private static Column range() {
        return figure(
                "min to max",
                result -> Figures.measure(result.minMillis()) + " to " + Figures.measure(result.maxMillis()));
    }

    private static Column throughput() {
        return figure("Mtasks/s", result -> Figures.measure(result.tasksPerSecond() * PER_MILLION));
    }

    private static Column cpuPerMillion() {
        return figure("CPU s/M", result -> Figures.measure(result.cpuSecondsPerMillion()));
    }

    private static Column filesPerSecond(int files) {
        return figure("files/s", result -> Figures.count(files / result.medianMillis() * 1e3));
    }

    private static Column steals() {
        return figure("steals", result -> Figures.count(result.medianSteals()));
    }

    private static List<Column> speedUps(List<Contender> contenders) {
        return contenders.stream()
                .filter(Contender::locked)
                .map(other -> speedUp("vs " + other.id(), other))
                .toList();
    }

    private static Column overSequential() {
        return speedUp("vs 1 thread", Contenders.SEQUENTIAL);
    }

    private static Column speedUp(String title, Contender other) {
        return new Column(title, title.length(), false, row -> {
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
