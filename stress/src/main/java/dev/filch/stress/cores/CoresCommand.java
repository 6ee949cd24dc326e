package dev.filch.stress.cores;

import dev.filch.bench.compare.OutputDirectory;
import dev.filch.bench.report.Display;
import dev.filch.bench.report.Machine;
import dev.filch.stress.cores.fit.Calibration;
import dev.filch.stress.cores.report.CoresFiles;
import dev.filch.stress.cores.report.CoresReport;
import dev.filch.stress.cores.report.CoresTable;
import dev.filch.stress.cores.report.Point;
import dev.filch.stress.cores.report.PointResult;
import dev.filch.stress.cores.report.SimulationSettings;
import dev.filch.stress.cores.run.CostSet;
import dev.filch.stress.cores.run.CostSets;
import dev.filch.stress.cores.run.RecordedValidation;
import dev.filch.stress.cores.run.SimulatedRun;
import dev.filch.stress.cores.run.ValidationRow;
import dev.filch.stress.rewrite.Fiber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs workloads on simulated cores, shows a table, and writes a report. */
@Command(
        name = "cores",
        description = "Runs Filch's queues and pools, and their peers, on simulated cores, and writes a report."
                + " It needs a JVM of 21 or later. It ends with 1 if a run has failed.",
        usageHelpWidth = 100,
        sortOptions = false)
public final class CoresCommand implements Callable<Integer> {

    private static final int FIRST_JVM_WITH_FIBERS = 21;
    private static final String NOTICE =
            "Simulated: the figures come from a model of cores and caches, not from hardware.";

    private static final int WARM_UP_DIVISOR = 4;

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "Workloads: ring, injector, clq, ltq, jctools, lock, shards, steal, pool, all, or single"
                    + " ones such as hand-off/ring or outside/stealing-pool/16:64; default:"
                    + " ring,injector,lock,clq,pool.")
    private List<String> works;

    @Option(
            names = "--cores",
            split = ",",
            paramLabel = "N",
            converter = Values.Cores.class,
            description = "Numbers of cores, 1 to 128; default: 1,2,4,8,16,32,64.")
    private List<Integer> cores;

    @Option(
            names = "--own-work",
            split = ",",
            paramLabel = "TIME",
            converter = Values.OwnWork.class,
            description = "The work of a thread between two operations; default: 0,1us,4us.")
    private List<Long> ownWork;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Values.Measured.class,
            description = "The measured simulated time of each run; longer if threads take turns, as they do on a"
                    + " single core; default: 400us.")
    private Long duration;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = Values.Measured.class,
            description = "The simulated time before the measured one; default: a quarter of that.")
    private Long warmUp;

    @Option(
            names = "--quick",
            description = "Fewer works, cores and own works, and shorter runs, unless other options say otherwise:"
                    + " under a minute on 2 cores.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "For everything that is random; default: 1.")
    private long seed = 1;

    @Option(
            names = "--costs",
            paramLabel = "NAME|FILE",
            completionCandidates = Values.CostNames.class,
            description = "What things cost on the simulated machine: a JSON file, or one of ${COMPLETION-CANDIDATES};"
                    + " default: server.")
    private String costs = CostSets.names().get(0);

    @Option(
            names = "--sockets",
            paramLabel = "N",
            converter = Values.Sockets.class,
            description = "Sockets that the cores are spread over, at most one for each core; default: 1.")
    private int sockets = 1;

    @Option(
            names = "--threads-per-core",
            paramLabel = "N",
            converter = Values.ThreadsPerCore.class,
            description = "Threads for each core; with more than 1 they take turns; default: 1.")
    private int threadsPerCore = 1;

    @Mixin
    private PoolOptions pools = new PoolOptions();

    @Option(
            names = "--fit",
            paramLabel = "FILE",
            description = "Measures this machine's own cores, fits costs to them, writes them to FILE, and runs with"
                    + " them what --work says; nothing if it is not given. Takes some minutes, and needs an idle"
                    + " machine.")
    private Path fit;

    @Option(
            names = "--validate",
            description = "Measures each workload on this machine's own cores, with two threads, and sets the"
                    + " simulation beside it. Takes some minutes, and needs an idle machine.")
    private boolean validate;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the report goes; default: ${DEFAULT-VALUE}.",
            defaultValue = "target/cores-report")
    private Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final Simulation simulation;
    private final Throwable unavailable;

    /** The command that simulates. */
    public CoresCommand() {
        this(SimulatedRun::run, Fiber.unavailable());
    }

    /** A command with another simulation; {@code unavailable} is the reason why there is none, or null. */
    CoresCommand(Simulation simulation, Throwable unavailable) {
        this.simulation = simulation;
        this.unavailable = unavailable;
    }

    /** Runs all workloads. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Point> plan = plan();
        CostSet costSet = costSet();
        if (unavailable != null) {
            spec.commandLine().getErr().println(whyUnavailable());
            return spec.exitCodeOnInvalidInput();
        }
        if (fit != null) {
            requireWritable();
        }
        boolean measures = fit != null || validate;
        if (measures && !FixedHeap.isHere()) {
            return FixedHeap.runAgain(spec.root().commandLine().getParseResult().originalArgs());
        }
        OutputDirectory.create(out, spec);
        String date = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String command = spec.root().commandLine().getParseResult().originalArgs().stream()
                .collect(Collectors.joining(" ", "cores ", ""))
                .strip();
        SimulationSettings settings = settings();
        List<PointResult> results = new ArrayList<>();
        int steps = plan.size() + (measures ? Calibration.steps(fit != null, validate) : 0);
        try (Display display = new Display(spec.commandLine().getOut(), Display.onTerminal(), steps)) {
            Calibration calibration = measures ? new Calibration(done -> show(done, display)) : null;
            if (fit != null) {
                costSet = calibration.fit(fit);
            }
            display.line(NOTICE + " " + plan.size() + " runs; costs: " + costSet.name() + "; seed: " + seed);
            CoresTable table = new CoresTable(plan, pools.counts(), display::line);
            for (Point point : plan) {
                PointResult result = simulation.result(point, costSet.costs(), settings.of(point, costSet.costs()));
                results.add(result);
                table.add(result);
                display.step();
            }
            List<ValidationRow> measured = validate ? validated(calibration, costSet, display) : List.of();
            if (!measured.isEmpty()) {
                CoresTable.printValidation(measured, display::line);
            }
            CoresFiles.write(
                    new CoresReport(date, command, Machine.current(), settings, costSet, results,
                            measured.isEmpty() ? RecordedValidation.ORIGIN : "on this machine, with these costs",
                            measured.isEmpty() ? RecordedValidation.rows() : measured),
                    out);
            display.line(
                    "Report: " + out.resolve(CoresFiles.HTML).toAbsolutePath().normalize());
        }
        return results.stream().noneMatch(PointResult::failed)
                ? spec.exitCodeOnSuccess()
                : spec.exitCodeOnExecutionException();
    }

    /** No rows if the machine is too busy: the simulated figures are worth writing without them. */
    private static List<ValidationRow> validated(Calibration calibration, CostSet costs, Display display)
            throws InterruptedException {
        try {
            return calibration.validate(costs.costs());
        } catch (IllegalStateException e) {
            display.line(e.getMessage());
            return List.of();
        }
    }

    private void requireWritable() {
        Path directory = fit.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), "--fit: there is no directory " + directory);
        }
    }

    private static void show(String done, Display display) {
        display.line(done);
        display.step();
    }

    /** What is run, workload by workload. */
    List<Point> plan() {
        Plan plan = new Plan(pools, or(cores, extent().cores()), or(ownWork, extent().ownWorks()));
        for (String work : resolved()) {
            plan.add(work);
        }
        return plan.points();
    }

    SimulationSettings settings() {
        long measured = or(duration, extent().durationNanos());
        return new SimulationSettings(
                sockets,
                threadsPerCore,
                or(warmUp, measured / WARM_UP_DIVISOR),
                measured,
                seed,
                pools.baseline() == null ? null : pools.baseline().toString(),
                pools.paths());
    }

    private Extent extent() {
        return quick ? Extent.QUICK : Extent.USUAL;
    }

    private static <T> T or(T option, T otherwise) {
        return option != null ? option : otherwise;
    }

    private List<String> resolved() {
        if (fit != null && !validate && works == null) {
            return List.of();
        }
        return valid("--work", or(works, extent().works()), Works::resolve);
    }

    private CostSet costSet() {
        return valid("--costs", costs, CostSets::find);
    }

    private <T, R> R valid(String option, T value, Function<T, R> meaning) {
        try {
            return meaning.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    private String whyUnavailable() {
        int version = Runtime.version().feature();
        return version < FIRST_JVM_WITH_FIBERS
                ? "cores needs a JVM of " + FIRST_JVM_WITH_FIBERS + " or later; this one is " + version + "."
                : "cores needs the JVM's option --add-exports java.base/jdk.internal.vm=ALL-UNNAMED (" + unavailable
                        + ").";
    }
}
