package dev.filch.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs the jcstress tests of this jar, counts what they did, and fails unless every one of them ran and passed.
 *
 * <p>Arguments: the mode (smoke, or one of jcstress' presets), a regular expression that selects tests by name, and the
 * directory for reports. The exit code is 0 if all is well, 1 if a test failed or did not run, 2 if the arguments are
 * wrong.
 */
public final class StressRunner {

    /** Every test for a moment, to see that it still works and finds nothing at once. */
    static final String SMOKE = "smoke";

    /** The shortest preset that repeats itself: a second for each test and configuration of the virtual machine. */
    static final String QUICK = "quick";

    private static final Set<String> MODES = Set.of(SMOKE, QUICK, "default", "tough", "stress");

    /** The longest preset reports a run after fifty seconds. */
    private static final long SILENCE_SECONDS = 240;

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final String mode;
    private final File directory;
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();
    private int planned;
    private int passed;
    private int failed;

    private StressRunner(String mode, File directory, PrintStream out) {
        this.mode = mode;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Runs the tests.
     *
     * @param args mode, selection, directory
     * @throws IOException if the reports cannot be written or jcstress cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 3 || !MODES.contains(args[0])) {
            System.err.println("usage: (smoke|quick|default|tough|stress) <regular expression> <report directory>");
            System.exit(2);
        }
        Pattern selection = Pattern.compile(args[1]);
        List<TestInfo> tests = allTests().stream()
                .filter(test -> selection.matcher(test.name()).find())
                .collect(Collectors.toList());
        StressRunner runner = new StressRunner(args[0], new File(args[2]).getAbsoluteFile(), System.out);
        for (StressPass pass : StressPass.split(tests, Runtime.getRuntime().availableProcessors())) {
            runner.run(pass);
        }
        System.exit(runner.conclude(tests.size()) ? 0 : 1);
    }

    /** What jcstress' annotation processor has found. */
    static List<TestInfo> allTests() {
        return TestList.tests().stream().map(TestList::getInfo).collect(Collectors.toList());
    }

    private void run(StressPass pass) throws IOException, InterruptedException {
        File report = new File(directory, pass.name());
        Files.createDirectories(report.toPath());
        File logFile = new File(report, "jcstress.log");
        out.println("jcstress " + mode + ", " + pass.description());
        String java = new File(System.getProperty("java.home"), "bin/java").getPath();
        JcstressLog log = new JcstressLog();
        JcstressProcess.End end;
        try (PrintStream logStream = new PrintStream(logFile, StandardCharsets.UTF_8)) {
            end = JcstressProcess.run(
                    pass.command(java, mode, report), report, logStream, SILENCE_SECONDS, following(log));
        }
        List<String> passFaults = new ArrayList<>();
        if (end == JcstressProcess.End.SILENCE) {
            passFaults.add("jcstress fell silent for " + SILENCE_SECONDS + " s, so a test hangs; ended it");
        } else if (end == JcstressProcess.End.FAILURE) {
            passFaults.add("jcstress reports a failure; all of it is in " + logFile);
        }
        passFaults.addAll(log.faults(pass.testNames()));
        printTests(log);
        if (!passFaults.isEmpty()) {
            log.explanation().forEach(line -> out.println("  | " + line));
        }
        out.println("jcstress " + pass.name() + ": " + pass.tests().size() + " tests; "
                + counts(log.planned(), log.passed(), log.failed()));
        out.println("  report: " + new File(report, "index.html"));
        passFaults.forEach(fault -> faults.add(pass.name() + ": " + fault));
        planned += log.planned();
        passed += log.passed();
        failed += log.failed();
    }

    /** Feeds the log, and shows now and then how far it has come. */
    private Consumer<String> following(JcstressLog log) {
        long[] shown = {System.nanoTime()};
        return line -> {
            log.accept(line);
            if (!log.inSummary() && System.nanoTime() - shown[0] > PROGRESS_NANOS) {
                shown[0] = System.nanoTime();
                out.println("  ... " + counts(log.planned(), log.passed(), log.failed()));
            }
        };
    }

    private void printTests(JcstressLog log) {
        log.tests().forEach((name, test) -> out.printf("  %-6s %-60s %4d runs %,15d samples%n",
                test.passed() ? "ok" : "FAILED", shortName(name), test.runs(), test.samples()));
    }

    private static String shortName(String name) {
        return name.replaceFirst("^dev\\.filch\\.(stress\\.)?", "");
    }

    private boolean conclude(int tests) {
        if (tests == 0) {
            faults.add("no test was selected");
        }
        faults.forEach(fault -> out.println("jcstress FAULT: " + fault));
        out.println("jcstress " + mode + " in sum: " + tests + " tests; " + counts(planned, passed, failed)
                + (faults.isEmpty() ? ": OK" : ": FAILED"));
        return faults.isEmpty();
    }

    private static String counts(int planned, int passed, int failed) {
        return "runs planned " + planned + ", passed " + passed + ", failed " + failed;
    }
}
