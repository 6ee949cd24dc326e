package dev.filch.bench.judge;

import dev.filch.bench.measure.Statistics;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a bar came out in one setup.
 *
 * @param bar which
 * @param setup where
 * @param figures the subject's figure in each round
 * @param peer the best of the peers, by the medians; null if there is none
 * @param peerFigures its figure in each of these rounds
 * @param values what the comparison came to in each of these rounds; empty if there is no round with both figures
 */
public record Verdict(
        Bar bar, Setup setup, List<Double> figures, Peer peer, List<Double> peerFigures, List<Double> values) {

    /** How a bar came out. */
    public enum Outcome {
        /** At or below the bar, or the aim where there is no bar; an interval, not wholly above it. */
        HOLDS,
        /** Above it. */
        FALLS_SHORT,
        /** There is neither bar nor aim, or there are too few rounds for an interval. */
        NOT_JUDGED,
        /** No round has all figures. */
        NOT_MEASURED
    }

    private record Candidate(Peer peer, List<Double> figures) {}

    /** Judges a bar by what was measured. */
    public static Verdict of(Bar bar, Setup setup, Samples samples, int rounds) {
        List<Double> figures = samples.of(bar.subject(), bar.figure(), rounds);
        if (bar.peers().isEmpty()) {
            List<Double> known = figures.stream().filter(Objects::nonNull).toList();
            return new Verdict(bar, setup, known, null, List.of(), known);
        }
        Candidate best = bar.peers().stream()
                .map(peer -> new Candidate(peer, peer.of(samples, bar.figure(), rounds)))
                .filter(candidate -> candidate.figures.stream().anyMatch(Objects::nonNull))
                .min(Comparator.comparingDouble(candidate -> medianOfKnown(candidate.figures)))
                .orElse(new Candidate(bar.peers().get(0), Collections.nCopies(rounds, null)));
        List<Integer> complete = IntStream.range(0, rounds)
                .filter(round -> figures.get(round) != null && best.figures.get(round) != null)
                .boxed()
                .toList();
        List<Double> own = complete.stream().map(figures::get).toList();
        List<Double> others = complete.stream().map(best.figures::get).toList();
        List<Double> values = IntStream.range(0, own.size())
                .mapToObj(i -> compare(bar, own.get(i), others.get(i)))
                .toList();
        return new Verdict(bar, setup, own, best.peer, others, values);
    }

    private static double compare(Bar bar, double own, double other) {
        if (bar.kind() == Bar.Kind.AMOUNT) {
            return own - other;
        }
        // What counts as nothing has no ratio, and no logarithm.
        double least = bar.rule() == Bar.Rule.INTERVAL ? bar.figure().tolerance() : 0;
        return Math.max(own, least) / Math.max(other, least);
    }

    private static double medianOfKnown(List<Double> figures) {
        return Statistics.median(figures.stream().filter(Objects::nonNull).toList());
    }

    /** What the comparison came to: the median of the rounds. Only where something was measured. */
    public double value() {
        return Statistics.median(values);
    }

    /** Where the ratio lies; empty if the bar is not judged by that, or if there are too few rounds. */
    public Optional<Interval> interval() {
        return bar.rule() == Bar.Rule.INTERVAL && values.size() >= Interval.MIN_ROUNDS
                ? Optional.of(Interval.of(values))
                : Optional.empty();
    }

    /** How it came out. */
    public Outcome outcome() {
        if (values.isEmpty()) {
            return Outcome.NOT_MEASURED;
        }
        Double limit = bar.bar() != null ? bar.bar() : bar.aim();
        if (limit == null || tooFewRounds()) {
            return Outcome.NOT_JUDGED;
        }
        return clears(limit) ? Outcome.HOLDS : Outcome.FALLS_SHORT;
    }

    private boolean tooFewRounds() {
        return bar.rule() == Bar.Rule.INTERVAL && interval().isEmpty();
    }

    private boolean clears(double limit) {
        return switch (bar.rule()) {
            case INTERVAL -> interval().orElseThrow().low() <= limit;
            case MEDIAN, EVERY_FORK -> judged()
                    <= limit + (bar.kind() == Bar.Kind.AMOUNT ? bar.figure().tolerance() : 0);
        };
    }

    /** What of the rounds stands beside the bar. */
    private double judged() {
        return switch (bar.rule()) {
            case MEDIAN -> value();
            case EVERY_FORK -> Collections.max(values);
            case INTERVAL -> interval().orElseThrow().middle();
        };
    }

    /** Whether the interval lies on both sides of the bar: more rounds would tell on which side the ratio is. */
    private boolean undecided() {
        return interval().isPresent() && interval().get().high() > bar.bar();
    }

    /** The outcome in words. */
    public String words() {
        return switch (outcome()) {
            case NOT_MEASURED -> "not measured";
            case NOT_JUDGED -> tooFewRounds() ? "too few rounds" : "not judged";
            case HOLDS -> bar.bar() == null || bar.aim() != null && clears(bar.aim())
                    ? "reaches the aim"
                    : undecided() ? "holds within the noise" : "holds";
            case FALLS_SHORT -> bar.bar() == null
                    ? "short of the aim"
                    : bar.kind() == Bar.Kind.RATIO
                            ? String.format(Locale.ROOT, "falls short: %.2fx the bar", judged() / bar.bar())
                            : "falls short";
        };
    }
}
