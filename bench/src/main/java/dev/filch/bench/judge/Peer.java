package dev.filch.bench.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * A peer that a figure is compared with: the sum of other tasks' figures, each times a factor, and an offset.
 *
 * @param name the name for a reader
 * @param terms the tasks and their factors
 * @param offset the offset
 */
public record Peer(String name, List<Term> terms, double offset) {

    /**
     * A term of the sum.
     *
     * @param task the task whose figure it is
     * @param factor the factor of the figure
     */
    public record Term(Task task, double factor) {}

    /** Creates a peer from one task's figure. */
    public Peer(String name, Task task, double factor, double offset) {
        this(name, List.of(new Term(task, factor)), offset);
    }

    static Peer of(Task task) {
        return new Peer(task.contender(), task, 1, 0);
    }

    /** Returns all tasks that must be measured. */
    public List<Task> tasks() {
        return terms.stream().map(Term::task).toList();
    }

    /** Returns its value in each round; null for a round that lacks a figure. */
    List<Double> of(Samples samples, Figure figure, int rounds) {
        List<Double> sums = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            sums.add(offset);
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
