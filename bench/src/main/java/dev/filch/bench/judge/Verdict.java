package dev.filch.bench.judge;

import dev.filch.bench.measure.Statistics;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
        /** At or below the bar, or the aim where there is no bar. */
        HOLDS,
        /** Above it. */
        FALLS_SHORT,
        /** There is neither bar nor aim. */
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
                .map(peer -> new Candidate(peer, samples.of(peer.task(), bar.figure(), rounds)))
                .filter(candidate -> candidate.figures.stream().anyMatch(Objects::nonNull))
                .min(Comparator.comparingDouble(candidate -> candidate.peer.of(medianOfKnown(candidate.figures))))
                .orElse(new Candidate(bar.peers().get(0), Collections.nCopies(rounds, null)));
        List<Integer> complete = IntStream.range(0, rounds)
                .filter(round -> figures.get(round) != null && best.figures.get(round) != null)
                .boxed()
                .toList();
        List<Double> own = complete.stream().map(figures::get).toList();
        List<Double> others = complete.stream()
                .map(round -> best.peer.of(best.figures.get(round)))
                .toList();
        List<Double> values = IntStream.range(0, own.size())
                .mapToObj(i -> bar.kind() == Bar.Kind.RATIO ? own.get(i) / others.get(i) : own.get(i) - others.get(i))
                .toList();
        return new Verdict(bar, setup, own, best.peer, others, values);
    }

    private static double medianOfKnown(List<Double> figures) {
        return Statistics.median(figures.stream().filter(Objects::nonNull).toList());
    }

    /** What the comparison came to: the median of the rounds. Only where something was measured. */
    public double value() {
        return Statistics.median(values);
    }

    /** How it came out. */
    public Outcome outcome() {
        if (values.isEmpty()) {
            return Outcome.NOT_MEASURED;
        }
        Double limit = bar.bar() != null ? bar.bar() : bar.aim();
        if (limit == null) {
            return Outcome.NOT_JUDGED;
        }
        return clears(limit) ? Outcome.HOLDS : Outcome.FALLS_SHORT;
    }

    private boolean clears(double limit) {
        return judged() <= limit + (bar.kind() == Bar.Kind.AMOUNT ? bar.figure().tolerance() : 0);
    }

    private double judged() {
        return bar.everyFork() ? Collections.max(values) : value();
    }

    /** The outcome in words. */
    public String words() {
        return switch (outcome()) {
            case NOT_MEASURED -> "not measured";
            case NOT_JUDGED -> "not judged";
            case HOLDS -> bar.bar() == null || bar.aim() != null && clears(bar.aim()) ? "reaches the aim" : "holds";
            case FALLS_SHORT -> bar.bar() == null
                    ? "short of the aim"
                    : bar.kind() == Bar.Kind.RATIO
                            ? String.format(Locale.ROOT, "falls short: %.2fx the bar", judged() / bar.bar())
                            : "falls short";
        };
    }
}
