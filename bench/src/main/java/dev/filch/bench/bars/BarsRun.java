package dev.filch.bench.bars;

import dev.filch.bench.judge.Bar;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Samples;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Task;
import dev.filch.bench.judge.Verdict;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.report.Display;
import dev.filch.bench.report.Figures;
import dev.filch.bench.report.SetupReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures everything that some bars need in one setup. Contenders of one cell run one after the other, each in a JVM
 * of its own, and that again in each round, so that a change of the machine's mood meets all of them; each round starts
 * with another one of them.
 */
final class BarsRun {

    /** One fork. */
    @FunctionalInterface
    interface Fork {
        Map<Figure, Double> run(Task task, Setup setup) throws RunFailure;
    }

    private final Setup setup;
    private final List<Bar> bars;
    private final int rounds;
    private final Fork fork;
    private final Display display;
    private final Samples samples = new Samples();
    private final List<String> failures = new ArrayList<>();

    BarsRun(Setup setup, List<Bar> bars, int rounds, Fork fork, Display display) {
        this.setup = setup;
        this.bars = bars;
        this.rounds = rounds;
        this.fork = fork;
        this.display = display;
    }

    /** How many forks the bars need in one round. */
    static int forks(List<Bar> bars) {
        return cells(bars).stream().mapToInt(List::size).sum();
    }

    private static List<List<Task>> cells(List<Bar> bars) {
        Map<String, Set<Task>> groups = new LinkedHashMap<>();
        for (Bar bar : bars) {
            bar.tasks().forEach(task -> groups.computeIfAbsent(bar.group(task), first -> new LinkedHashSet<>())
                    .add(task));
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    /** Runs all rounds, and judges. A fork that fails is reported and leaves a gap. */
    SetupReport run() {
        for (int round = 0; round < rounds; round++) {
            display.line(setup.label() + ", round " + (round + 1) + " of " + rounds);
            for (List<Task> cell : cells(bars)) {
                measure(cell, round);
            }
        }
        display.line("");
        return new SetupReport(
                setup,
                rounds,
                bars.stream()
                        .map(bar -> Verdict.of(bar, setup, samples, rounds))
                        .toList(),
                samples,
                List.copyOf(failures));
    }

    private void measure(List<Task> cell, int round) {
        List<Task> order = new ArrayList<>(cell);
        Collections.rotate(order, -round);
        List<String> found = new ArrayList<>();
        for (Task task : order) {
            try {
                Map<Figure, Double> figures = fork.run(task, setup);
                samples.add(task, round, figures);
                found.add(task.contender() + " " + headline(figures));
            } catch (RunFailure failure) {
                failures.add(failure.getMessage());
                found.add(task.contender() + " FAILED");
                display.line(failure.getMessage());
            }
            display.step();
        }
        display.line("  " + cell.get(0).cell() + ": " + String.join(", ", found));
    }

    /** What a fork was run for: the first of its figures, since time comes first where there is one. */
    private static String headline(Map<Figure, Double> figures) {
        if (figures.isEmpty()) {
            return "told nothing";
        }
        Figure figure = figures.keySet().stream().sorted().findFirst().orElseThrow();
        return Figures.measure(figures.get(figure)) + " " + figure.unit();
    }
}
