package dev.filch.bench.measure;

import dev.filch.bench.contender.Contender;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** All measured rounds of a contender in a cell, and their medians. */
public record Result(Cell cell, Contender contender, List<Round> rounds) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** How many workers the contender had. */
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

    /** Tasks per second, by the median time. */
    public double tasksPerSecond() {
        return cell.tasks() / medianMillis() * 1e3;
    }

    /** CPU seconds of workers and producers; empty where a round does not know them. */
    public OptionalDouble cpuSeconds() {
        return scaled(medianCost(Cost::threadsCpuNanos), 1e-9);
    }

    /** CPU seconds of workers and producers per million tasks; empty where a round does not know them. */
    public OptionalDouble cpuSecondsPerMillion() {
        return scaled(cpuSeconds(), 1e6 / cell.tasks());
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() * factor);
    }

    /** The median of a cost; empty where a round does not know it. */
    public OptionalDouble medianCost(Function<Cost, Long> figure) {
        return medianOf(round -> figure.apply(round.cost()));
    }

    /** The median number of steals; empty where the executor does not count them. */
    public OptionalDouble medianSteals() {
        return medianOf(Round::steals);
    }

    /** The median of a percentile in microseconds; empty where latencies were not measured. */
    public OptionalDouble medianLatencyMicros(Function<Latency, Long> percentile) {
        return scaled(
                medianOf(round -> round.latency() == null ? null : percentile.apply(round.latency())), 1e-3);
    }

    private OptionalDouble medianOf(Function<Round, Long> figure) {
        // The rounds that know may be the odd ones: context switches, say, are only known of the slow ones.
        List<Long> known = rounds.stream().map(figure).filter(Objects::nonNull).toList();
        return known.size() < rounds.size() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(known));
    }

    /** Median utilisation of each worker, the busiest of a round first; empty where it was not measured. */
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

    /** How many times as fast as the other, by the medians. */
    public double speedUpOver(Result other) {
        return other.medianMillis() / medianMillis();
    }
}
