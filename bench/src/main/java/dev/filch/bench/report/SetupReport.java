package dev.filch.bench.report;

import dev.filch.bench.judge.Samples;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Verdict;
import java.util.List;

/**
 * What came out in one setup.
 *
 * @param setup where
 * @param rounds how many forks each contender had
 * @param verdicts one for each bar
 * @param samples everything that was measured
 * @param failures what is to be said of forks that failed
 */
public record SetupReport(Setup setup, int rounds, List<Verdict> verdicts, Samples samples, List<String> failures) {}
