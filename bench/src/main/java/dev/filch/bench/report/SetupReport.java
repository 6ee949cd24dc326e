package dev.filch.bench.report;

import dev.filch.bench.judge.Samples;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Verdict;
import java.util.List;

/**
 * The results of one setup.
 *
 * @param setup the setup
 * @param rounds the number of each contender's forks
 * @param verdicts the verdict on each target
 * @param samples all samples
 * @param failures the messages of failed forks
 */
public record SetupReport(Setup setup, int rounds, List<Verdict> verdicts, Samples samples, List<String> failures) {}
