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

/** Reads a fork's figures, iteration by iteration: JMH's own summary is a mean, and adds up what a shot counts. */
final class IterationFigures {

    private static final String TIME_OF_AN_OPERATION = "ns/op";

    private IterationFigures() {}

    /** The median of each figure that there is. */
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
                return found.getScore() < 0 ? null : found.getScore(); // negative where the platform does not tell
            }
        }
        return null;
    }
}
