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
 * The results of a comparison.
 *
 * @param date the start of the comparison, in ISO form
 * @param command its options, as on a command line
 * @param warmup the number of rounds before the measurement
 * @param rounds the number of measured rounds
 * @param machine the machine
 * @param synthetic the results of the synthetic workload; empty if it did not run
 * @param tree the results of tasks that submit tasks; empty if they did not run
 * @param wakeUps the results of the wake-ups; empty if they did not run
 * @param real the results on real input; empty if it did not run
 * @param findings the findings in the real input; null if it was not read
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

    /** Returns all results by cell, except the wake-ups, whose elapsed time means nothing. */
    List<List<Result>> cells() {
        return byCell(
                Stream.of(synthetic, tree, real).flatMap(List::stream).toList());
    }

    /** Returns the results of the synthetic workload by the number of tasks. */
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
