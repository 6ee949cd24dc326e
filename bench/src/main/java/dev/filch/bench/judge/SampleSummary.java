package dev.filch.bench.judge;

import java.util.List;
import java.util.Objects;

/**
 * What was measured of one task.
 *
 * @param task which
 * @param samples among which
 * @param rounds how many forks it had
 */
public record SampleSummary(Task task, Samples samples, int rounds) {

    /** A figure in all rounds in which it is known. */
    public List<Double> known(Figure figure) {
        return samples.of(task, figure, rounds).stream()
                .filter(Objects::nonNull)
                .toList();
    }
}
