package dev.filch.bench.report;

import dev.filch.bench.measure.Result;
import dev.filch.bench.real.ScanSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a comparison found out.
 *
 * @param date when it began, in ISO form
 * @param command the options that it ran with, as a command line would give them
 * @param synthetic the results of the synthetic workload; empty if it did not run
 * @param tree the results of tasks that submit tasks; empty if they did not run
 * @param wakeUps the results of the wake-ups; empty if they did not run
 * @param real the results on real input; empty if it did not run
 * @param findings what was found in the real input; null if it was not read
 */
public record Report(
        String date,
        String command,
        int warmup,
        int rounds,
        Machine machine,
        List<Result> synthetic,
        List<Result> tree,
        List<Result> wakeUps,
        List<Result> real,
        ScanSummary findings) {

    /** All results whose elapsed time says something, those of a cell together: all except the wake-ups. */
    List<List<Result>> cells() {
        return byCell(
                Stream.of(synthetic, tree, real).flatMap(List::stream).toList());
    }

    /** The results of the synthetic workload, those with the same number of tasks together. */
    List<List<Result>> syntheticByTasks() {
        return grouped(synthetic, result -> result.cell().tasks());
    }

    static List<List<Result>> byCell(List<Result> results) {
        return grouped(results, Result::cell);
    }

    private static List<List<Result>> grouped(List<Result> results, Function<Result, ?> key) {
        Map<Object, List<Result>> groups =
                results.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(groups.values());
    }
}
