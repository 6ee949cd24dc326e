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

/** The command {@code cores}: runs workloads on simulated cores, prints a table, and writes a report. */
@Command(
        name = "cores",
        description = "Runs Filch's queues and pools, and their peers, on simulated cores, and writes a report."
                + " Needs a JVM of 21 or later. The exit code is 1 if a run fails.",
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
            description = "Workloads to run: the groups ring, injector, clq, ltq, jctools, lock, shards, steal, pool"
                    + " and all, or single workloads such as hand-off/ring or outside/stealing-pool/16:64; default:"
                    + " ring,injector,lock,clq,pool.")
    private List<String> works;

    @Option(
            names = "--cores",
            split = ",",
            paramLabel = "N",
            converter = OptionConverters.Cores.class,
            description = "Numbers of cores, each from 1 to 128; default: 1,2,4,8,16,32,64.")
    private List<Integer> cores;

    @Option(
            names = "--own-work",
            split = ",",
            paramLabel = "TIME",
            converter = OptionConverters.OwnWork.class,
            description = "How long a thread works between two operations; default: 0,1us,4us.")
    private List<Long> ownWork;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = OptionConverters.RunTime.class,
            description = "The measured simulated time of each run. A run lasts longer if threads share a core."
                    + " Default: 400us.")
    private Long duration;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = OptionConverters.RunTime.class,
            description = "The simulated time before measurement starts; default: a quarter of --duration.")
    private Long warmUp;

    @Option(
            names = "--quick",
            description = "Changes the defaults to fewer workloads, cores and own-work times, and to shorter runs:"
                    + " under a minute on 2 cores.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of all random choices; default: 1.")
    private long seed = 1;

    @Option(
            names = "--costs",
            paramLabel = "NAME|FILE",
            completionCandidates = OptionConverters.CostNames.class,
            description = "The costs of the simulated machine: a JSON file, or one of ${COMPLETION-CANDIDATES};"
                    + " default: server.")
    private String costs = CostSets.names().get(0);

    @Option(
            names = "--sockets",
            paramLabel = "N",
            converter = OptionConverters.Sockets.class,
            description = "The number of sockets, at most one per core; default: 1.")
    private int sockets = 1;

    @Option(
            names = "--threads-per-core",
            paramLabel = "N",
            converter = OptionConverters.ThreadsPerCore.class,
            description = "Threads per core; if there are several, they take turns; default: 1.")
    private int threadsPerCore = 1;

    @Mixin
    private PoolOptions pools = new PoolOptions();

    @Option(
            names = "--fit",
            paramLabel = "FILE",
            description = "Measures this machine's own cores, fits costs to the measurements, and writes them to FILE."
                    + " Then runs the workloads of --work, if given, with these costs. Takes some minutes, and needs"
                    + " an idle machine.")
    private Path fit;

    @Option(
            names = "--validate",
            description = "Measures workloads on this machine's own cores, with two threads, and compares them with"
                    + " the simulation. Takes some minutes, and needs an idle machine.")
    private boolean validate;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The directory for the report; default: ${DEFAULT-VALUE}.",
            defaultValue = "target/cores-report")
    private Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final Simulation simulation;
    private final Throwable unavailable;

    /** Creates the command. */
    public CoresCommand() {
        this(SimulatedRun::run, Fiber.unavailable());
    }

    /** Creates a command with another simulation. If that cannot run, {@code unavailable} is the reason, else null. */
    CoresCommand(Simulation simulation, Throwable unavailable) {
        this.simulation = simulation;
        this.unavailable = unavailable;
    }

    /** Runs all workloads, and returns the exit code. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Point> plan = plan();
        CostSet costSet = costSet();
        if (unavailable != null) {
            spec.commandLine().getErr().println(reasonUnavailable());
            return spec.exitCodeOnInvalidInput();
        }
        if (fit != null) {
            requireWritable();
        }
        boolean measures = fit != null || validate;
        if (measures && !FixedHeap.isFixed()) {
            return FixedHeap.rerun(spec.root().commandLine().getParseResult().originalArgs());
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
            Calibration calibration = measures ? new Calibration(message -> showStep(message, display)) : null;
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
            List<ValidationRow> measured = validate ? validation(calibration, costSet, display) : List.of();
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

    /** Returns no rows if the machine is too busy: the simulated figures are worth a report without them. */
    private static List<ValidationRow> validation(Calibration calibration, CostSet costs, Display display)
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
            throw new ParameterException(spec.commandLine(), "--fit: no such directory: " + directory);
        }
    }

    private static void showStep(String message, Display display) {
        display.line(message);
        display.step();
    }

    /** Returns the runs, workload by workload. */
    List<Point> plan() {
        Plan plan = new Plan(pools, or(cores, defaults().cores()), or(ownWork, defaults().ownWorks()));
        for (String work : workloads()) {
            plan.add(work);
        }
        return plan.points();
    }

    SimulationSettings settings() {
        long measured = or(duration, defaults().durationNanos());
        return new SimulationSettings(
                sockets,
                threadsPerCore,
                or(warmUp, measured / WARM_UP_DIVISOR),
                measured,
                seed,
                pools.baseline() == null ? null : pools.baseline().toString(),
                pools.paths());
    }

    private Defaults defaults() {
        return quick ? Defaults.QUICK : Defaults.STANDARD;
    }

    private static <T> T or(T option, T defaultValue) {
        return option != null ? option : defaultValue;
    }

    private List<String> workloads() {
        if (fit != null && !validate && works == null) {
            return List.of();
        }
        return convert("--work", or(works, defaults().works()), WorkloadNames::resolve);
    }

    private CostSet costSet() {
        return convert("--costs", costs, CostSets::find);
    }

    private <T, R> R convert(String option, T value, Function<T, R> conversion) {
        try {
            return conversion.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    private String reasonUnavailable() {
        int version = Runtime.version().feature();
        return version < FIRST_JVM_WITH_FIBERS
                ? "cores needs a JVM of " + FIRST_JVM_WITH_FIBERS + " or later; this one is " + version + "."
                : "cores needs the JVM option --add-exports java.base/jdk.internal.vm=ALL-UNNAMED (" + unavailable
                        + ").";
    }
}
