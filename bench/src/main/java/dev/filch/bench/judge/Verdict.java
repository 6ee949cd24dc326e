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
 * The result of a target in one setup.
 *
 * @param target the target
 * @param setup the setup
 * @param figures the subject's figure in each round
 * @param peer the peer with the best median; null if there is none
 * @param peerFigures the peer's figure in each of these rounds
 * @param values the value of the comparison in each of these rounds; empty if no round has both figures
 */
public record Verdict(
        Target target, Setup setup, List<Double> figures, Peer peer, List<Double> peerFigures, List<Double> values) {

    /** The result in a word. */
    public enum Outcome {
        /** The value is at most the limit, or the interval not wholly above it; without a limit, the stretch target. */
        HOLDS,
        /** The value or the whole interval is above it. */
        FALLS_SHORT,
        /** There is neither a limit nor a stretch target, or there are too few rounds for an interval. */
        NOT_JUDGED,
        /** No round has all figures. */
        NOT_MEASURED
    }

    private record Candidate(Peer peer, List<Double> figures) {}

    /** Judges a target by the samples. */
    public static Verdict of(Target target, Setup setup, Samples samples, int rounds) {
        List<Double> figures = samples.of(target.subject(), target.figure(), rounds);
        if (target.peers().isEmpty()) {
            List<Double> known = figures.stream().filter(Objects::nonNull).toList();
            return new Verdict(target, setup, known, null, List.of(), known);
        }
        Candidate best = target.peers().stream()
                .map(peer -> new Candidate(peer, peer.of(samples, target.figure(), rounds)))
                .filter(candidate -> candidate.figures.stream().anyMatch(Objects::nonNull))
                .min(Comparator.comparingDouble(candidate -> medianOfKnown(candidate.figures)))
                .orElse(new Candidate(target.peers().get(0), Collections.nCopies(rounds, null)));
        List<Integer> complete = IntStream.range(0, rounds)
                .filter(round -> figures.get(round) != null && best.figures.get(round) != null)
                .boxed()
                .toList();
        List<Double> own = complete.stream().map(figures::get).toList();
        List<Double> others = complete.stream().map(best.figures::get).toList();
        List<Double> values = IntStream.range(0, own.size())
                .mapToObj(i -> compare(target, own.get(i), others.get(i)))
                .toList();
        return new Verdict(target, setup, own, best.peer, others, values);
    }

    private static double compare(Target target, double own, double other) {
        if (target.kind() == Target.Kind.AMOUNT) {
            return own - other;
        }
        // A figure that counts as zero has no ratio, and no logarithm.
        double min = target.rule() == Target.Rule.INTERVAL ? target.figure().tolerance() : 0;
        return Math.max(own, min) / Math.max(other, min);
    }

    private static double medianOfKnown(List<Double> figures) {
        return Statistics.median(figures.stream().filter(Objects::nonNull).toList());
    }

    /** Returns the median of the rounds. Only if at least one round was measured. */
    public double value() {
        return Statistics.median(values);
    }

    /** Returns the interval of the ratio; empty if the rule is another one, or if there are too few rounds. */
    public Optional<Interval> interval() {
        return target.rule() == Target.Rule.INTERVAL && values.size() >= Interval.MIN_ROUNDS
                ? Optional.of(Interval.of(values))
                : Optional.empty();
    }

    /** Returns the result in a word. */
    public Outcome outcome() {
        if (values.isEmpty()) {
            return Outcome.NOT_MEASURED;
        }
        Double limit = target.limit() != null ? target.limit() : target.stretch();
        if (limit == null || tooFewRounds()) {
            return Outcome.NOT_JUDGED;
        }
        return meets(limit) ? Outcome.HOLDS : Outcome.FALLS_SHORT;
    }

    private boolean tooFewRounds() {
        return target.rule() == Target.Rule.INTERVAL && interval().isEmpty();
    }

    private boolean meets(double limit) {
        return switch (target.rule()) {
            case INTERVAL -> interval().orElseThrow().low() <= limit;
            case MEDIAN, EVERY_FORK -> judged()
                    <= limit + (target.kind() == Target.Kind.AMOUNT ? target.figure().tolerance() : 0);
        };
    }

    /** Returns the value that is compared with the limit. */
    private double judged() {
        return switch (target.rule()) {
            case MEDIAN -> value();
            case EVERY_FORK -> Collections.max(values);
            case INTERVAL -> interval().orElseThrow().middle();
        };
    }

    /** Returns whether the limit lies within the interval, so that more rounds are needed to tell. */
    private boolean undecided() {
        return interval().isPresent() && interval().get().high() > target.limit();
    }

    /** Returns the result for a reader. */
    public String words() {
        return switch (outcome()) {
            case NOT_MEASURED -> "not measured";
            case NOT_JUDGED -> tooFewRounds() ? "too few rounds" : "not judged";
            case HOLDS -> target.limit() == null || target.stretch() != null && meets(target.stretch())
                    ? "reaches the stretch target"
                    : undecided() ? "holds within the noise" : "holds";
            case FALLS_SHORT -> target.limit() == null
                    ? "short of the stretch target"
                    : target.kind() == Target.Kind.RATIO
                            ? String.format(Locale.ROOT, "falls short: %.2fx the target", judged() / target.limit())
                            : "falls short";
        };
    }
}
