package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsSnapshotTest {

    private static final LatencySummary TIMES = new LatencySummary(3, 1, 2, 4);

    private static MetricsSnapshot snapshot(long submitted, long completed, double perSecond, List<Double> utilisation,
            double stealSuccessRate, Duration elapsed) {
        return new MetricsSnapshot(
                submitted, completed, perSecond, TIMES, TIMES, utilisation, stealSuccessRate, elapsed);
    }

    @Test
    void refusesWhatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        List<Double> half = List.of(0.5);
        assertRefused(() -> snapshot(1, 2, 1, half, 0, second));
        assertRefused(() -> snapshot(0, -1, 1, half, 0, second));
        assertRefused(() -> snapshot(2, 1, -1, half, 0, second));
        assertRefused(() -> snapshot(2, 1, Double.POSITIVE_INFINITY, half, 0, second));
        assertRefused(() -> snapshot(2, 1, Double.NaN, half, 0, second));
        assertRefused(() -> snapshot(2, 1, 1, List.of(0.0, 1.1), 0, second));
        assertRefused(() -> snapshot(2, 1, 1, List.of(-0.1), 0, second));
        assertRefused(() -> snapshot(2, 1, 1, List.of(Double.NaN), 0, second));
        assertRefused(() -> snapshot(2, 1, 1, half, 1.1, second));
        assertRefused(() -> snapshot(2, 1, 1, half, 0, Duration.ofNanos(-1)));
    }

    private static void assertRefused(Runnable making) {
        assertThrows(IllegalArgumentException.class, making::run);
    }

    @Test
    void refusesNull() {
        Duration second = Duration.ofSeconds(1);
        assertThrows(NullPointerException.class, () -> snapshot(2, 1, 1, null, 0, second));
        assertThrows(NullPointerException.class, () -> snapshot(2, 1, 1, Arrays.asList(0.5, null), 0, second));
        assertThrows(NullPointerException.class, () -> snapshot(2, 1, 1, List.of(), 0, null));
        assertThrows(NullPointerException.class,
                () -> new MetricsSnapshot(2, 1, 1, null, TIMES, List.of(), 0, second));
        assertThrows(NullPointerException.class,
                () -> new MetricsSnapshot(2, 1, 1, TIMES, null, List.of(), 0, second));
    }

    @Test
    void isImmutable() {
        List<Double> utilisation = new ArrayList<>(List.of(0.5, 1.0));
        MetricsSnapshot snapshot = snapshot(2, 1, 1, utilisation, 0, Duration.ofSeconds(1));
        utilisation.set(0, 0.75);
        assertEquals(List.of(0.5, 1.0), snapshot.utilisation());
        assertThrows(UnsupportedOperationException.class, () -> snapshot.utilisation().set(0, 0.75));
    }

    @Test
    void isReadable() {
        MetricsSnapshot snapshot = snapshot(200, 100, 50, List.of(0.5, 1.0), 0.25, Duration.ofSeconds(2));
        assertEquals(List.of(
                "100 of 200 tasks completed in 2.000 s, 50.0 a second",
                "queue time: mean 3.00 µs, p50 1.00 µs, p99 2.00 µs, p99.9 4.00 µs",
                "run time:   mean 3.00 µs, p50 1.00 µs, p99 2.00 µs, p99.9 4.00 µs",
                "utilisation: 50 % 100 %; successful steals: 25.0 %"), snapshot.toString().lines().toList());
    }
}
