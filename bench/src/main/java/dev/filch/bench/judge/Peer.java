package dev.filch.bench.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * What a figure is compared with: a sum of other tasks' figures, each times a factor.
 *
 * @param name for a reader
 * @param terms whose figures
 * @param more is added to them
 */
public record Peer(String name, List<Term> terms, double more) {

    /**
     * A part of the sum.
     *
     * @param task whose figure
     * @param factor scales it
     */
    public record Term(Task task, double factor) {}

    /** A peer that is one task's figure, scaled. */
    public Peer(String name, Task task, double factor, double more) {
        this(name, List.of(new Term(task, factor)), more);
    }

    static Peer of(Task task) {
        return new Peer(task.contender(), task, 1, 0);
    }

    /** All that must be measured for it. */
    public List<Task> tasks() {
        return terms.stream().map(Term::task).toList();
    }

    /** What it comes to in each round; null in place of a round that lacks a figure. */
    List<Double> of(Samples samples, Figure figure, int rounds) {
        List<Double> sums = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            sums.add(more);
        }
        for (Term term : terms) {
            List<Double> figures = samples.of(term.task, figure, rounds);
            for (int round = 0; round < rounds; round++) {
                Double sum = sums.get(round);
                Double part = figures.get(round);
                sums.set(round, sum == null || part == null ? null : Double.valueOf(sum + term.factor * part));
            }
        }
        return sums;
    }
}
