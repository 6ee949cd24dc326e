package dev.filch.bench.measure;

import dev.filch.bench.contender.Contender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all contenders of a cell in turn, round by round, so that a change of the machine's mood meets all of them. Each
 * round starts with another one, because who comes after whom matters too.
 */
public final class Interleaved {

    /** One run of one contender. */
    @FunctionalInterface
    public interface Run {
        Round of(Contender contender) throws RunFailure, InterruptedException;
    }

    private Interleaved() {}

    /**
     * Runs the rounds.
     *
     * @param afterEachRun told of every run, those of the warm-up included
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
