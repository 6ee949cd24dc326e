package dev.filch.bench.measure;

import dev.filch.bench.contender.Contender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all contenders of a cell once in each round, so that a change of the machine's speed affects all of them. Each
 * round starts with another contender, because the order matters, too.
 */
public final class Interleaved {

    /** Runs a contender once. */
    @FunctionalInterface
    public interface Run {
        Round of(Contender contender) throws RunFailure, InterruptedException;
    }

    private Interleaved() {}

    /**
     * Runs the rounds.
     *
     * @param afterEachRun called after every run, including those of the warm-up
     */
    public static List<Result> measure(
            Cell cell, List<Contender> contenders, int warmup, int rounds, Run run, Runnable afterEachRun)
            throws RunFailure, InterruptedException {
        Map<Contender, List<Round>> measured = new LinkedHashMap<>();
        contenders.forEach(contender -> measured.put(contender, new ArrayList<>()));
        List<Contender> order = new ArrayList<>(contenders);
        for (int i = 0; i < warmup + rounds; i++) {
            for (Contender contender : order) {
                Round round = run.of(contender);
                if (i >= warmup) {
                    measured.get(contender).add(round);
                }
                afterEachRun.run();
            }
            Collections.rotate(order, -1);
        }
        return contenders.stream()
                .map(contender -> new Result(cell, contender, List.copyOf(measured.get(contender))))
                .toList();
    }
}
