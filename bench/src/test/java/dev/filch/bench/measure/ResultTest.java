package dev.filch.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResultTest {

    private static Round round(long nanos, Long cpuNanos, List<Double> utilisation) {
        return new Round(nanos, new Cost(cpuNanos, null, null, null, null), null, utilisation);
    }

    private static Result result(int tasks, Round... rounds) {
        return new Result(new Cell("synthetic", tasks, 2, 3), null, List.of(rounds));
    }

    private static Result lasting(long... nanos) {
        return result(
                1000, LongStream.of(nanos).mapToObj(n -> round(n, null, null)).toArray(Round[]::new));
    }

    @Test
    void medians() {
        assertEquals(3, Statistics.median(List.of(9, 3, 1)));
        assertEquals(2.5, Statistics.median(List.of(4, 1, 2, 3)));
        assertEquals(7, Statistics.median(List.of(7)));
        assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
    }

    @Test
    void timesAndRates() {
        Result result = lasting(4_000_000, 2_000_000, 9_000_000);

        assertEquals(4, result.medianMillis());
        assertEquals(2, result.minMillis());
        assertEquals(9, result.maxMillis());
        assertEquals(250_000, result.tasksPerSecond(), 1e-6);
        assertEquals(2.5, result.speedUpOver(lasting(10_000_000)), 1e-9);
    }

    @Test
    void cpuPerMillionTasks() {
        assertEquals(
                0.5,
                result(2_000_000, round(1, 1_000_000_000L, null))
                        .cpuSecondsPerMillion()
                        .orElseThrow(),
                1e-9);
    }

    @Test
    void aFigureMissingInARoundIsUnknown() {
        Round knows = round(1, 1_000_000_000L, null);

        assertEquals(1, result(1, knows, knows).cpuSeconds().orElseThrow(), 1e-9);
        assertEquals(
                OptionalDouble.empty(), result(1, knows, round(1, null, null)).cpuSeconds());
        assertEquals(OptionalDouble.empty(), lasting(1, 2).cpuSecondsPerMillion());
        assertEquals(OptionalDouble.empty(), lasting(1, 2).medianSteals());
        assertTrue(lasting(1, 2).medianUtilisation().isEmpty());
    }

    @Test
    void utilisationIsRankedInEachRound() {
        Result result = result(1, round(1, null, List.of(0.2, 0.9)), round(1, null, List.of(0.7, 0.1)));

        assertEquals(
                List.of(0.8, 0.15),
                result.medianUtilisation().stream()
                        .map(x -> Math.round(x * 100) / 100.0)
                        .toList());
    }

    @Test
    void moreThreadsThanCores() {
        Cell cell = new Cell("synthetic", 1, 2, 3);

        assertTrue(cell.oversubscribed(4));
        assertEquals(false, cell.oversubscribed(5));
        assertEquals("2:3", cell.ratio());
    }
}
