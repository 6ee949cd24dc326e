package dev.filch.bench.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of one setup: for each task, one sample from each round in which its fork did not fail. */
public final class Samples {

    private final Map<Task, Map<Integer, Map<Figure, Double>>> byTask = new LinkedHashMap<>();

    /** Adds the figures of a fork. */
    public void add(Task task, int round, Map<Figure, Double> figures) {
        byTask.computeIfAbsent(task, first -> new LinkedHashMap<>()).put(round, new EnumMap<>(figures));
    }

    /** Returns the measured tasks. */
    public List<Task> tasks() {
        return List.copyOf(byTask.keySet());
    }

    /** Returns a task's figure in each round; null where it is missing. */
    public List<Double> of(Task task, Figure figure, int rounds) {
        Map<Integer, Map<Figure, Double>> samples = byTask.getOrDefault(task, Map.of());
        List<Double> figures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            figures.add(samples.getOrDefault(round, Map.of()).get(figure));
        }
        return figures;
    }
}
