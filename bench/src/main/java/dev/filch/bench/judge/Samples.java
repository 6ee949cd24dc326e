package dev.filch.bench.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured in one setup: for each task a sample from each round in which its fork did not fail. */
public final class Samples {

    private final Map<Task, Map<Integer, Map<Figure, Double>>> byTask = new LinkedHashMap<>();

    /** Adds what a fork found. */
    public void add(Task task, int round, Map<Figure, Double> figures) {
        byTask.computeIfAbsent(task, first -> new LinkedHashMap<>()).put(round, new EnumMap<>(figures));
    }

    /** The tasks that were measured. */
    public List<Task> tasks() {
        return List.copyOf(byTask.keySet());
    }

    /** A task's figure in each round; null in place of what is missing. */
    public List<Double> of(Task task, Figure figure, int rounds) {
        Map<Integer, Map<Figure, Double>> samples = byTask.getOrDefault(task, Map.of());
        List<Double> figures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            figures.add(samples.getOrDefault(round, Map.of()).get(figure));
        }
        return figures;
    }
}
