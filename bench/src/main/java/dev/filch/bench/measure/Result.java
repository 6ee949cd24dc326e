package dev.filch.bench.measure;

import dev.filch.bench.contender.Contender;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** All measured rounds of a contender in a cell, with their medians. */
public record Result(Cell cell, Contender contender, List<Round> rounds) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Returns the number of the contender's workers. */
    public int workers() {
        return contender.workers(cell.consumers());
    }

    public double medianMillis() {
        return Statistics.median(rounds.stream().map(Round::elapsedNanos).toList()) / NANOS_PER_MILLI;
    }

    public double minMillis() {
        return Collections.min(rounds.stream().map(Round::elapsedNanos).toList()) / NANOS_PER_MILLI;
    }

    public double maxMillis() {
        return Collections.max(rounds.stream().map(Round::elapsedNanos).toList()) / NANOS_PER_MILLI;
    }

    /** Returns the tasks per second, by the median time. */
    public double tasksPerSecond() {
        return cell.tasks() / medianMillis() * 1e3;
    }

    /** Returns the CPU seconds of workers and producers; empty if unknown in a round. */
    public OptionalDouble cpuSeconds() {
        return scaled(medianCost(Cost::threadsCpuNanos), 1e-9);
    }

    /** Returns the CPU seconds of workers and producers per million tasks; empty if unknown in a round. */
    public OptionalDouble cpuSecondsPerMillion() {
        return scaled(cpuSeconds(), 1e6 / cell.tasks());
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() * factor);
    }

    /** Returns the median of a cost; empty if unknown in a round. */
    public OptionalDouble medianCost(Function<Cost, Long> figure) {
        return medianOf(round -> figure.apply(round.cost()));
    }

    /** Returns the median number of steals; empty if the executor does not count them. */
    public OptionalDouble medianSteals() {
        return medianOf(Round::steals);
    }

    /** Returns the median of a percentile, in microseconds; empty if latencies were not measured. */
    public OptionalDouble medianLatencyMicros(Function<Latency, Long> percentile) {
        return scaled(
                medianOf(round -> round.latency() == null ? null : percentile.apply(round.latency())), 1e-3);
    }

    private OptionalDouble medianOf(Function<Round, Long> figure) {
        // The known rounds may be special: for example, context switches may be known only for slow rounds.
        List<Long> known = rounds.stream().map(figure).filter(Objects::nonNull).toList();
        return known.size() < rounds.size() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(known));
    }

    /** Returns the median utilisation by worker, the busiest of each round first; empty if it was not measured. */
    public List<Double> medianUtilisation() {
        List<List<Double>> measured = rounds.stream()
                .map(Round::utilisation)
                .filter(Objects::nonNull)
                .map(workers ->
                        workers.stream().sorted(Collections.reverseOrder()).toList())
                .toList();
        if (measured.isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, measured.get(0).size())
                .mapToObj(rank -> Statistics.median(
                        measured.stream().map(workers -> workers.get(rank)).toList()))
                .toList();
    }

    /** Returns how many times as fast as the other it is, by the medians. */
    public double speedUpOver(Result other) {
        return other.medianMillis() / medianMillis();
    }
}
