package dev.filch.bench.bars;

import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Samples;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Target;
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
 * Measures everything that targets need in one setup. In each round, all contenders of a cell run one after the other,
 * each in its own JVM, so that a change of the machine's speed affects all of them. Each round starts with another
 * contender.
 */
final class BarsRun {

    /** Runs a fork. */
    @FunctionalInterface
    interface Fork {
        Map<Figure, Double> run(Task task, Setup setup) throws RunFailure;
    }

    private final Setup setup;
    private final List<Target> targets;
    private final int rounds;
    private final Fork fork;
    private final Display display;
    private final Samples samples = new Samples();
    private final List<String> failures = new ArrayList<>();

    BarsRun(Setup setup, List<Target> targets, int rounds, Fork fork, Display display) {
        this.setup = setup;
        this.targets = targets;
        this.rounds = rounds;
        this.fork = fork;
        this.display = display;
    }

    /** Returns how many forks the targets need in one round. */
    static int forks(List<Target> targets) {
        return cells(targets).stream().mapToInt(List::size).sum();
    }

    private static List<List<Task>> cells(List<Target> targets) {
        Map<String, Set<Task>> groups = new LinkedHashMap<>();
        for (Target target : targets) {
            target.tasks().forEach(task -> groups.computeIfAbsent(target.group(task), first -> new LinkedHashSet<>())
                    .add(task));
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    /** Runs all rounds and judges. A failed fork is reported, and its sample is missing. */
    SetupReport run() {
        for (int round = 0; round < rounds; round++) {
            display.line(setup.label() + ", round " + (round + 1) + " of " + rounds);
            for (List<Task> cell : cells(targets)) {
                measure(cell, round);
            }
        }
        display.line("");
        return new SetupReport(
                setup,
                rounds,
                targets.stream()
                        .map(target -> Verdict.of(target, setup, samples, rounds))
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

    /** Returns the first figure as text. That is the time, if there is one. */
    private static String headline(Map<Figure, Double> figures) {
        if (figures.isEmpty()) {
            return "no figures";
        }
        Figure figure = figures.keySet().stream().sorted().findFirst().orElseThrow();
        return Figures.measure(figures.get(figure)) + " " + figure.unit();
    }
}
