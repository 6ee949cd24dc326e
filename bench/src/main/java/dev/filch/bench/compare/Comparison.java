package dev.filch.bench.compare;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Interleaved;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.real.ImageWorkload;
import dev.filch.bench.real.ScanSummary;
import dev.filch.bench.report.Display;
import dev.filch.bench.report.Machine;
import dev.filch.bench.report.Report;
import dev.filch.bench.report.TextTable;
import dev.filch.bench.synthetic.SyntheticWorkload;
import dev.filch.bench.synthetic.TreeWorkload;
import dev.filch.bench.wakeup.WakeUpWorkload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs the workloads and shows the results of each cell. */
final class Comparison {

    /** Runs a workload once. */
    @FunctionalInterface
    private interface Workload {
        Round run(Contender contender, Cell cell, Duration patience) throws RunFailure, InterruptedException;
    }

    /**
     * Large enough that all executors are compiled before the first cell, which would otherwise include the compiler.
     */
    private static final Cell COMPILE = new Cell(SyntheticWorkload.NAME, 200_000, 2, 2);

    private static final int COMPILE_ROUNDS = 3;

    private final Settings settings;
    private final Machine machine;
    private final Display display;

    private final List<Result> synthetic = new ArrayList<>();
    private final List<Result> tree = new ArrayList<>();
    private final List<Result> wakeUps = new ArrayList<>();
    private final List<Result> real = new ArrayList<>();
    private ScanSummary findings;

    Comparison(Settings settings, Machine machine, Display display) {
        this.settings = settings;
        this.machine = machine;
        this.display = display;
    }

    void run() throws RunFailure, InterruptedException {
        if (!settings.syntheticCells().isEmpty()) {
            runSynthetic();
        }
        if (!settings.treeCells().isEmpty()) {
            runTrees();
        }
        if (!settings.wakeUpCells().isEmpty()) {
            runWakeUps();
        }
        if (!settings.realWorkers().isEmpty()) {
            runReal();
        }
    }

    private void runSynthetic() throws RunFailure, InterruptedException {
        if (settings.warmup() > 0) {
            Interleaved.measure(
                    COMPILE,
                    settings.contenders(),
                    COMPILE_ROUNDS,
                    0,
                    contender -> SyntheticWorkload.run(contender, COMPILE, settings.patience()),
                    () -> {});
        }
        display.line(
                "Synthetic: P producers submit tasks that add 0 to 99 to C workers (medians; vs: times as fast as)");
        TextTable table = TextTable.synthetic(machine, settings.contenders(), display::line);
        for (Cell cell : settings.syntheticCells()) {
            synthetic.addAll(show(table, cell, settings.contenders(), SyntheticWorkload::run));
        }
        explainStars(synthetic);
    }

    private void runTrees() throws RunFailure, InterruptedException {
        int tasks = settings.treeCells().get(0).tasks();
        display.line(String.format(Locale.ROOT, "Tree: tasks that submit two tasks each, %,d in all (medians)", tasks));
        TextTable table = TextTable.tree(machine, settings.contenders(), display::line);
        for (Cell cell : settings.treeCells()) {
            tree.addAll(show(table, cell, settings.treeContenders(), TreeWorkload::run));
        }
        explainStars(tree);
    }

    private void runWakeUps() throws RunFailure, InterruptedException {
        display.line("Wake-up: time from the submission of one task to its start, after a pause (medians)");
        TextTable table = TextTable.wakeUps(display::line);
        for (Cell cell : settings.wakeUpCells()) {
            wakeUps.addAll(show(table, cell, settings.contenders(), WakeUpWorkload::run));
        }
        display.line("");
    }

    private List<Result> show(TextTable table, Cell cell, List<Contender> contenders, Workload workload)
            throws RunFailure, InterruptedException {
        List<Result> results =
                measure(cell, contenders, contender -> workload.run(contender, cell, settings.patience()));
        table.add(results);
        return results;
    }

    private void runReal() throws RunFailure, InterruptedException {
        ImageWorkload workload = new ImageWorkload(settings.realRoot(), settings.patience());
        findings = workload.summary();
        List<Contender> contenders = Stream.concat(Stream.of(Contenders.SEQUENTIAL), settings.contenders().stream())
                .toList();
        display.line(String.format(Locale.ROOT, "Real input: %,d class files of this JDK (medians)", findings.files()));
        TextTable table = TextTable.real(machine, findings.files(), display::line);
        for (int workers : settings.realWorkers()) {
            Cell cell = workload.cell(workers);
            List<Result> results = measure(cell, contenders, contender -> workload.run(contender, cell));
            table.add(results);
            real.addAll(results);
        }
        explainStars(real);
        display.line("All executors found the same; sum of the hashes: " + findings.digest());
        display.line("");
    }

    private List<Result> measure(Cell cell, List<Contender> contenders, Interleaved.Run run)
            throws RunFailure, InterruptedException {
        return Interleaved.measure(cell, contenders, settings.warmup(), settings.rounds(), run, display::step);
    }

    private void explainStars(List<Result> results) {
        if (results.stream().anyMatch(result -> result.cell().oversubscribed(machine.cores()))) {
            display.line("* more threads than the " + machine.cores() + " cores: measures the OS scheduler, too");
        }
        display.line("");
    }

    /** Returns the report of the results so far. */
    Report report(String date, String command) {
        return new Report(
                date,
                command,
                settings.warmup(),
                settings.rounds(),
                machine,
                List.copyOf(synthetic),
                List.copyOf(tree),
                List.copyOf(wakeUps),
                List.copyOf(real),
                findings);
    }
}
