package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Result;
import java.util.List;
import java.util.OptionalDouble;

/** A result among those of the same cell. */
record Row(Result result, List<Result> cell) {

    /** Returns how many times as fast as {@code other} it was in the same cell; empty if {@code other} did not run. */
    OptionalDouble speedUpOver(Contender other) {
        return cell.stream()
                .filter(candidate -> candidate.contender().equals(other))
                .mapToDouble(result::speedUpOver)
                .findFirst();
    }
}
