package dev.filch.bench.compare;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.real.ImageWorkload;
import dev.filch.bench.report.Display;
import dev.filch.bench.report.Machine;
import dev.filch.bench.report.ReportFiles;
import dev.filch.bench.synthetic.SyntheticWorkload;
import dev.filch.bench.synthetic.TreeWorkload;
import dev.filch.bench.wakeup.WakeUpWorkload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs all executors on the same work, prints a table, and writes a report. */
@Command(
        name = "compare",
        description = "Runs Filch's executors and their peers on the same work, and writes a report.",
        usageHelpWidth = 100,
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {

    /** The work to run. */
    enum Workload {
        SYNTHETIC,
        TREE,
        WAKE_UP,
        REAL,
        ALL;

        private boolean includes(Workload part) {
            return this == part || this == ALL;
        }

        /** Returns the name that the command line uses. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final List<Integer> TASKS = List.of(10_000, 1_000_000);
    private static final List<Integer> THREADS = List.of(1, 2, 4, 8, 16);
    private static final List<Integer> QUICK_THREADS = List.of(1, 2, 4);
    private static final int MIN_REAL_WORKERS = 2;
    private static final List<Integer> TREE_WORKERS = List.of(1, 2, 4);
    private static final int TREE_LEVELS = 21;
    private static final int QUICK_TREE_LEVELS = 19;
    private static final List<Integer> GAPS_MICROS = List.of(0, 100, 1_000);

    /** The length of a run of wake-ups, if each takes {@link #WAKE_UP_MICROS} besides the gap before it. */
    private static final int WAKE_UPS_MICROS = 400_000;

    private static final int QUICK_WAKE_UPS_MICROS = 100_000;
    private static final int WAKE_UP_MICROS = 15;

    @Option(
            names = "--workload",
            paramLabel = "WHICH",
            description = "The work: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "all")
    private Workload workload;

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "N",
            converter = WholeNumber.Tasks.class,
            description = "Numbers of synthetic tasks. Default: 10000,1000000.")
    private List<Integer> tasks;

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description = "Numbers of producers and consumers, and of workers for trees and real input. Default:"
                    + " 1,2,4,8,16; for trees 1,2,4; for real input, and with --quick for trees, the number of cores"
                    + " (at least 2).")
    private List<Integer> threads;

    @Option(names = "--matrix", description = "Combines every number of producers with every number of consumers.")
    private boolean matrix;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = WholeNumber.Rounds.class,
            description = "Number of measured rounds. Default: 5; with --quick 3.")
    private Integer rounds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = WholeNumber.Warmup.class,
            description = "Number of rounds before these that are not measured. Default: 2; with --quick 1.")
    private Integer warmup;

    @Option(
            names = "--quick",
            description = "Runs fewer rounds and threads, unless other options set them: less than a minute on 2"
                    + " cores.")
    private boolean quick;

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "ID",
            completionCandidates = ContenderById.class,
            description = "The executors to run. Default: all of ${COMPLETION-CANDIDATES}.")
    private List<Contender> contenders = Contenders.ALL;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The directory of the report. Default: ${DEFAULT-VALUE}.",
            defaultValue = "target/bench-report")
    private Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs the comparison. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        OutputDirectory.create(out, spec);
        String date = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String command =
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
        Settings settings = settings();
        Machine machine = Machine.current();
        PrintWriter terminal = spec.commandLine().getOut();
        try (Display display = new Display(terminal, Display.onTerminal(), settings.runs())) {
            Comparison comparison = new Comparison(settings, machine, display);
            display.line(machine.summary());
            display.line("");
            comparison.run();
            ReportFiles.write(comparison.report(date, command), out);
            display.line(
                    "Report: " + out.resolve(ReportFiles.HTML).toAbsolutePath().normalize());
            return 0;
        } catch (RunFailure failure) {
            spec.commandLine().getErr().println("compare failed. " + failure.getMessage());
            return spec.exitCodeOnExecutionException();
        }
    }

    Settings settings() {
        List<Integer> diagonal = threads != null ? distinct(threads) : quick ? QUICK_THREADS : THREADS;
        int cores = Runtime.getRuntime().availableProcessors();
        List<Integer> workers = threads != null ? diagonal : List.of(Math.max(MIN_REAL_WORKERS, cores));
        List<Integer> treeWorkers = threads != null || quick ? workers : TREE_WORKERS;
        return new Settings(
                workload.includes(Workload.SYNTHETIC)
                        ? SyntheticWorkload.cells(tasks == null ? TASKS : distinct(tasks), diagonal, matrix)
                        : List.of(),
                workload.includes(Workload.TREE) ? treeCells(treeWorkers) : List.of(),
                workload.includes(Workload.WAKE_UP) ? wakeUpCells() : List.of(),
                workload.includes(Workload.REAL) ? workers : List.of(),
                ImageWorkload.imageOfThisJdk(),
                distinct(contenders),
                warmup != null ? warmup : quick ? 1 : 2,
                rounds != null ? rounds : quick ? 3 : 5,
                Duration.ofMinutes(1));
    }

    private List<Cell> treeCells(List<Integer> workers) {
        int levels = quick ? QUICK_TREE_LEVELS : TREE_LEVELS;
        return workers.stream()
                .map(count -> TreeWorkload.cell(levels, count))
                .toList();
    }

    private List<Cell> wakeUpCells() {
        int micros = quick ? QUICK_WAKE_UPS_MICROS : WAKE_UPS_MICROS;
        return GAPS_MICROS.stream()
                .map(gap -> WakeUpWorkload.cell(micros / (gap + WAKE_UP_MICROS), gap))
                .toList();
    }

    private static <T> List<T> distinct(List<T> values) {
        return values.stream().distinct().toList();
    }
}
