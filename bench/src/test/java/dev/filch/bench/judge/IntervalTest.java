package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    /** From tables of Student's distribution. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.706", "4, 2.776", "10, 2.228", "11, 2.201", "15, 2.131", "30, 2.042", "100, 1.984", "999, 1.962"
    })
    void studentsTMatchesTheTables(int freedom, double t) {
        assertEquals(t, Interval.student(freedom), 0.0006);
    }

    @Test
    void theIntervalIsStudentsForTheLogarithms() {
        // The logarithms are -0.1, 0, 0.1: mean 0, standard deviation 0.1.
        Interval interval = Interval.of(List.of(Math.exp(-0.1), 1.0, Math.exp(0.1)));

        assertEquals(Math.exp(4.3027 * 0.1 / Math.sqrt(3)), interval.high(), 1e-9);
        assertEquals(1 / interval.high(), interval.low(), 1e-9);
        assertEquals(1, interval.middle(), 1e-9);
    }

    @Test
    void aRatioAndItsInverseHaveTheSameWeight() {
        Interval interval = Interval.of(List.of(1.1, 0.9, 1.3, 1.05, 1.2));
        Interval inverse = Interval.of(List.of(1 / 1.1, 1 / 0.9, 1 / 1.3, 1 / 1.05, 1 / 1.2));

        assertEquals(interval.high(), 1 / inverse.low(), 1e-9);
        assertEquals(interval.low(), 1 / inverse.high(), 1e-9);
    }

    @Test
    void equalRatiosGiveAnEmptyInterval() {
        Interval interval = Interval.of(Collections.nCopies(5, 1.2));

        assertEquals(1.2, interval.low(), 1e-9);
        assertEquals(1.2, interval.high(), 1e-9);
    }

    @Test
    void nineteenOfTwentyIntervalsContainTheRatio() {
        long seed = 1;
        Random random = new Random(seed);
        int hits = 0;
        int runs = 10_000;
        for (int run = 0; run < runs; run++) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                ratios.add(1.5 * Math.exp(0.2 * random.nextGaussian()));
            }
            Interval interval = Interval.of(ratios);
            hits += interval.low() <= 1.5 && 1.5 <= interval.high() ? 1 : 0;
        }
        int held = hits;
        assertTrue(
                Math.abs(held - 0.95 * runs) < 100,
                () -> held + " of " + runs + " intervals contain the ratio, seed " + seed);
    }
}
