package dev.filch.stress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the output of jcstress with {@code -v}, line by line, and judges it.
 *
 * <p>If jcstress finds no test, or cannot place a test's actors on the machine's cores, it prints nothing and exits
 * with 0. So its exit code is not enough: jcstress must have planned as many runs as there are tests, and every test
 * must have reported.
 */
final class JcstressLog {

    /** The results of one test over all reported runs: JVM configurations and forks. */
    static final class TestRecord {
        private int runs;
        private int runsNotPassed;
        private long samples;

        boolean passed() {
            return runs > 0 && runsNotPassed == 0;
        }

        int runs() {
            return runs;
        }

        long samples() {
            return samples;
        }
    }

    private static final Pattern TOTALS = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");
    private static final Pattern RUN = Pattern.compile("\\.+ \\[([A-Z]+)] (\\S+)");
    private static final Pattern OUTCOME = Pattern.compile("\\s+\\S.*?\\s{2,}([\\d,]+)\\s+<?[\\d.]+%\\s+[A-Z].*");

    /** After this line jcstress repeats the results, summed up over all runs, failed tests first. */
    private static final String SUMMARY = "RUN RESULTS:";

    private static final String FAILED_SUMMARY = "  Failed tests:";
    private static final String PASSED_SUMMARY = "  All remaining tests:";

    /** How many lines to keep, to explain a run that ended without results. */
    private static final int LAST_LINES = 20;

    private final Map<String, TestRecord> tests = new TreeMap<>();
    private TestRecord current;
    private boolean inSummary;
    private boolean inFailedSummary;
    private final List<String> failedSummary = new ArrayList<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private int planned;
    private int passed;
    private int failed;
    private int errors;

    void accept(String line) {
        lastLines.add(line);
        if (lastLines.size() > LAST_LINES) {
            lastLines.remove();
        }
        Matcher totals = TOTALS.matcher(line);
        if (totals.matches()) {
            planned = Integer.parseInt(totals.group(1));
            passed = Integer.parseInt(totals.group(2));
            failed = Integer.parseInt(totals.group(3));
            errors = Integer.parseInt(totals.group(4)) + Integer.parseInt(totals.group(5));
        } else if (line.startsWith(SUMMARY)) {
            inSummary = true;
        } else if (inSummary) {
            acceptSummary(line);
        } else {
            acceptRun(line);
        }
    }

    private void acceptSummary(String line) {
        inFailedSummary = (inFailedSummary || line.startsWith(FAILED_SUMMARY)) && !line.startsWith(PASSED_SUMMARY);
        if (inFailedSummary) {
            failedSummary.add(line);
        }
    }

    private void acceptRun(String line) {
        Matcher run = RUN.matcher(line);
        if (run.matches()) {
            current = tests.computeIfAbsent(run.group(2), name -> new TestRecord());
            current.runs++;
            if (!run.group(1).equals("OK")) {
                current.runsNotPassed++;
            }
            return;
        }
        Matcher outcome = OUTCOME.matcher(line);
        if (current != null && outcome.matches()) {
            current.samples += Long.parseLong(outcome.group(1).replace(",", ""));
        }
    }

    boolean inSummary() {
        return inSummary;
    }

    int planned() {
        return planned;
    }

    int passed() {
        return passed;
    }

    /** The runs that finished and saw a forbidden outcome. */
    int forbidden() {
        return failed;
    }

    /** The runs that saw a forbidden outcome, and those that jcstress aborted. */
    int failed() {
        return failed + errors;
    }

    /** The summary of the failed tests. If jcstress ended before its summary, its last lines. */
    Collection<String> explanation() {
        return inSummary ? failedSummary : lastLines;
    }

    Map<String, TestRecord> tests() {
        return tests;
    }

    /**
     * Lists the faults of the reported runs.
     *
     * @param expected the names of all tests that should have run
     * @return one sentence for each fault; empty if all tests ran and passed
     */
    List<String> faults(Collection<String> expected) {
        List<String> faults = new ArrayList<>();
        if (planned == 0) {
            faults.add("jcstress planned no run");
        } else if (planned < expected.size()) {
            faults.add("jcstress planned only " + planned + " runs of " + expected.size() + " tests");
        }
        if (failed() > 0) {
            faults.add(failed + " runs saw a forbidden outcome, " + errors + " were aborted");
        } else if (passed < planned) {
            faults.add("only " + passed + " of " + planned + " runs passed");
        }
        List<String> silent = new ArrayList<>(expected);
        silent.removeAll(tests.keySet());
        if (!silent.isEmpty()) {
            faults.add("no result from " + silent.size() + " tests: " + String.join(", ", silent));
        }
        tests.forEach((name, test) -> {
            if (!test.passed()) {
                faults.add(test.runsNotPassed + " of " + test.runs + " runs failed in " + name);
            } else if (test.samples == 0) {
                faults.add("no sample was counted in " + name);
            }
        });
        return faults;
    }
}
