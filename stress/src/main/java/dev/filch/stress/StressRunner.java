package dev.filch.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs the jcstress tests of this jar, counts their results, and fails unless every test ran and passed. In mode
 * {@code mutants} it runs tests on {@linkplain Mutant mutants} instead, and fails unless the tests catch every mutant.
 *
 * <p>Arguments: the mode (smoke, one of jcstress' presets, or mutants), a regular expression that selects tests (or
 * mutants) by name, and the directory for reports. The exit code is 0 if all tests passed (or all mutants were caught),
 * 1 if one did not, and 2 if the arguments are wrong.
 */
public final class StressRunner {

    /** Runs each test for a moment, to find tests that fail at once or no longer run. */
    static final String SMOKE = "smoke";

    /** The shortest preset that repeats tests: it takes a second for each test and JVM configuration. */
    static final String QUICK = "quick";

    /** Runs mutants, for a second or two each. */
    static final String MUTANTS = "mutants";

    private static final Set<String> MODES = Set.of(SMOKE, QUICK, "default", "tough", "stress", MUTANTS);

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
     * @param args mode, regular expression, directory
     * @throws IOException if the reports cannot be written or jcstress cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 3 || !MODES.contains(args[0])) {
            System.err.println(
                    "usage: (smoke|quick|default|tough|stress|mutants) <regular expression> <report directory>");
            System.exit(2);
        }
        Pattern selection = Pattern.compile(args[1]);
        File directory = new File(args[2]).getAbsoluteFile();
        boolean passed = args[0].equals(MUTANTS)
                ? new MutantRunner(directory, System.out).run(selected(MutantCatalog.all(), Mutant::name, selection))
                : new StressRunner(args[0], directory, System.out)
                        .run(selected(allTests(), TestInfo::name, selection));
        System.exit(passed ? 0 : 1);
    }

    private static <T> List<T> selected(List<T> all, Function<T, String> name, Pattern selection) {
        return all.stream()
                .filter(candidate -> selection.matcher(name.apply(candidate)).find())
                .collect(Collectors.toList());
    }

    private boolean run(List<TestInfo> selected) throws IOException, InterruptedException {
        List<TestInfo> tests = mode.equals(SMOKE) ? SmokeSample.of(selected, out) : selected;
        for (StressPass pass : StressPass.split(tests, Runtime.getRuntime().availableProcessors())) {
            run(pass);
        }
        return conclude(tests.size());
    }

    /** The tests that jcstress' annotation processor has found. */
    static List<TestInfo> allTests() {
        return TestList.tests().stream().map(TestList::getInfo).collect(Collectors.toList());
    }

    private void run(StressPass pass) throws IOException, InterruptedException {
        File report = new File(directory, pass.name());
        out.println("jcstress " + mode + ", " + pass.description());
        JcstressRun run = JcstressRun.of(pass, mode, List.of(), report, progressPrinter());
        JcstressLog log = run.log();
        List<String> passFaults = new ArrayList<>();
        if (run.end() == JcstressProcess.End.SILENCE) {
            passFaults.add("jcstress printed nothing for " + JcstressRun.SILENCE_SECONDS
                    + " s, so a test hangs; killed it");
        } else if (run.end() == JcstressProcess.End.FAILURE) {
            passFaults.add("jcstress reports a failure; its whole output is in " + run.logFile());
        }
        passFaults.addAll(log.faults(pass.testNames()));
        printTests(log, pass);
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

    /** Prints the progress now and then. */
    private Consumer<JcstressLog> progressPrinter() {
        long[] shown = {System.nanoTime()};
        return log -> {
            if (!log.inSummary() && System.nanoTime() - shown[0] > PROGRESS_NANOS) {
                shown[0] = System.nanoTime();
                out.println("  ... " + counts(log.planned(), log.passed(), log.failed()));
            }
        };
    }

    private void printTests(JcstressLog log, StressPass pass) {
        log.tests().forEach((name, test) -> out.printf("  %-6s %-60s %4d runs %,15d samples  %s%n",
                test.passed() ? "ok" : "FAILED", shortName(name), test.runs(), test.samples(), pass.rowOf(name)));
    }

    private static String shortName(String name) {
        return name.replaceFirst("^dev\\.filch\\.(stress\\.)?", "");
    }

    private boolean conclude(int tests) {
        if (tests == 0) {
            faults.add("no test was selected");
        }
        faults.forEach(fault -> out.println("jcstress FAULT: " + fault));
        out.println("jcstress " + mode + " in total: " + tests + " tests; " + counts(planned, passed, failed)
                + (faults.isEmpty() ? ": OK" : ": FAILED"));
        return faults.isEmpty();
    }

    private static String counts(int planned, int passed, int failed) {
        return "runs planned " + planned + ", passed " + passed + ", failed " + failed;
    }
}
