package dev.filch.bench.judge;

import java.util.List;
import java.util.Objects;

/**
 * The samples of one task.
 *
 * @param task the task
 * @param samples the samples of all tasks
 * @param rounds the number of the task's forks
 */
public record SampleSummary(Task task, Samples samples, int rounds) {

    /** Returns a figure's values in all rounds in which it is known. */
    public List<Double> known(Figure figure) {
        return samples.of(task, figure, rounds).stream()
                .filter(Objects::nonNull)
                .toList();
    }
}
