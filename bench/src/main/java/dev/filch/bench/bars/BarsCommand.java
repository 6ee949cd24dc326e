package dev.filch.bench.bars;

import dev.filch.bench.bars.JvmByPath.Jvm;
import dev.filch.bench.compare.OutputDirectory;
import dev.filch.bench.compare.WholeNumber;
import dev.filch.bench.judge.Before;
import dev.filch.bench.judge.Collector;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Target;
import dev.filch.bench.judge.Targets;
import dev.filch.bench.report.BarsFiles;
import dev.filch.bench.report.BarsReport;
import dev.filch.bench.report.BarsTable;
import dev.filch.bench.report.Display;
import dev.filch.bench.report.EarlierState;
import dev.filch.bench.report.Machine;
import dev.filch.bench.report.SetupReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures queues and pools and their peers in many JVMs, and compares the figures with targets. */
@Command(
        name = "bars",
        description = "Measures Filch's queues, channels and pools together with their peers, or with an earlier state,"
                + " and compares them with targets. The exit code is 0 if everything was measured, whatever the verdicts.",
        usageHelpWidth = 100,
        sortOptions = false)
public final class BarsCommand implements Callable<Integer> {

    @Option(
            names = "--jvm",
            paramLabel = "PATH",
            converter = JvmByPath.class,
            description = "A JVM, or the directory of a JDK; may be repeated. Default: the JVM that runs this command.")
    private List<Jvm> jvms = List.of(Jvm.running());

    @Option(
            names = "--gc",
            split = ",",
            paramLabel = "GC",
            description = "Collectors: ${COMPLETION-CANDIDATES}. Default: both; with --quick g1.")
    private List<Collector> collectors;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = WholeNumber.Rounds.class,
            description = "Forks of each contender, interleaved. Default: 3; with --before 5, with --quick 1.")
    private Integer rounds;

    @Option(
            names = "--quick",
            description = "Measures some of the targets, in about 5 minutes on 2 cores: enough to find large errors,"
                    + " too little to judge.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Measures only works whose names contain a match, for example 'pool' or 'pool, tree'.")
    private Pattern only = Pattern.compile("");

    @Option(
            names = "--before",
            paramLabel = "JAR",
            converter = EarlierJar.ByPath.class,
            description = "Compares Filch with the bench jar of an earlier commit instead of with its peers. The forks"
                    + " of the two jars alternate. A row holds unless the 95 %% interval of its ratio lies wholly above"
                    + " 1.03.")
    private EarlierJar before;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The directory of the report. Default: ${DEFAULT-VALUE}.",
            defaultValue = "target/bars-report")
    private Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final BarsRun.Fork fork;

    /** Creates the command, which runs forks. */
    public BarsCommand() {
        this(Forks::run);
    }

    BarsCommand(BarsRun.Fork fork) {
        this.fork = fork;
    }

    /** Measures and judges. */
    @Override
    public Integer call() throws IOException {
        Set<String> missing = new LinkedHashSet<>();
        Map<Setup, List<Target>> plan = plan(missing);
        int repetitions = rounds != null ? rounds : quick ? 1 : before != null ? 5 : 3;
        OutputDirectory.create(out, spec);
        String date = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String command =
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
        Machine machine = Machine.current();
        int forks = repetitions * plan.values().stream().mapToInt(BarsRun::forks).sum();
        List<SetupReport> reports = new ArrayList<>();
        try (Display display = new Display(spec.commandLine().getOut(), Display.onTerminal(), forks)) {
            display.line(machine.cpu() + ", " + machine.cores() + " cores; " + forks + " forks");
            plan.forEach((setup, targets) ->
                    reports.add(new BarsRun(setup, targets, repetitions, fork, display).run()));
            EarlierState earlier = before == null ? null : new EarlierState(before.name(), missing);
            BarsReport report = new BarsReport(date, command, machine, earlier, reports);
            BarsTable.print(report, display::line);
            BarsFiles.write(report, out);
            display.line(
                    "Report: " + out.resolve(BarsFiles.HTML).toAbsolutePath().normalize());
        }
        return reports.stream().allMatch(report -> report.failures().isEmpty())
                ? spec.exitCodeOnSuccess()
                : spec.exitCodeOnExecutionException();
    }

    /** Returns the targets of each setup, and adds the works that the earlier jar lacks to {@code missing}. */
    private Map<Setup, List<Target>> plan(Set<String> missing) {
        List<Collector> chosen =
                collectors != null ? collectors : quick ? List.of(Collector.G1) : List.of(Collector.values());
        Map<Setup, List<Target>> plan = new LinkedHashMap<>();
        for (Jvm jvm : jvms) {
            for (Collector collector : chosen) {
                Setup setup = new Setup(jvm.program(), jvm.version(), collector);
                plan.put(setup, chosen(Targets.all(setup, quick), missing));
            }
        }
        if (plan.values().stream().allMatch(List::isEmpty)) {
            throw new ParameterException(
                    spec.commandLine(),
                    missing.isEmpty()
                            ? "--only: no work's name matches '" + only + "'"
                            : "--before: " + before.name() + " has none of " + String.join("; ", missing));
        }
        return plan;
    }

    private List<Target> chosen(List<Target> targets, Set<String> missing) {
        if (before == null) {
            return targets.stream().filter(target -> isSelected(target.work())).toList();
        }
        Before comparison = Before.of(targets, before.classPath(), before::has);
        comparison.missing().stream().filter(this::isSelected).forEach(missing::add);
        return comparison.targets().stream().filter(target -> isSelected(target.work())).toList();
    }

    private boolean isSelected(String work) {
        return only.matcher(work).find();
    }
}
