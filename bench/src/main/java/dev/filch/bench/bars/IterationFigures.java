package dev.filch.bench.bars;

import dev.filch.bench.judge.Figure;
import dev.filch.bench.measure.Statistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Reads a fork's figures by iteration: JMH's own summary contains means of times and sums of counters. */
final class IterationFigures {

    private static final String TIME_OF_AN_OPERATION = "ns/op";

    private IterationFigures() {}

    /** Returns the median of each figure that the result contains. */
    static Map<Figure, Double> medians(RunResult result) {
        List<IterationResult> iterations = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        Map<Figure, Double> medians = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            List<Double> known = iterations.stream()
                    .map(iteration -> of(iteration, figure))
                    .filter(Objects::nonNull)
                    .toList();
            if (!known.isEmpty()) {
                medians.put(figure, Statistics.median(known));
            }
        }
        return medians;
    }

    private static Double of(IterationResult iteration, Figure figure) {
        boolean shot = !iteration.getPrimaryResult().getScoreUnit().equals(TIME_OF_AN_OPERATION);
        for (String name : figure.names()) {
            if (shot && Figure.isPerInvocation(name)) {
                continue;
            }
            Result<?> found = Figure.isScore(name)
                    ? iteration.getPrimaryResult()
                    : iteration.getSecondaryResults().get(name);
            if (found != null) {
                return found.getScore() < 0 ? null : found.getScore(); // negative if the platform does not report it
            }
        }
        return null;
    }
}
