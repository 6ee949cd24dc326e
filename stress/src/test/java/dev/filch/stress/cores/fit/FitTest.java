package dev.filch.stress.cores.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.TestCosts;
import dev.filch.stress.model.Fibers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FitTest {

    private static final double TOLERANCE = 0.15;

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    /** Simulates the measurements of a machine with known costs. */
    private static List<Measurement> measurements(int threads, String... works) {
        return Stream.of(works)
                .map(work -> {
                    double nanos = new Measurement(work, threads, 0).simulated(TestCosts.RECORDED);
                    return new Measurement(work, threads, nanos);
                })
                .toList();
    }

    @Test
    void fittedCostsReproduceTheMeasurements() {
        DirectCosts direct = new DirectCosts(6_000, 11_600, 23_500, 260_000, 3_000_000, 15_000_000);
        List<Measurement> oneThread = measurements(1, "micro/unshared");
        List<Measurement> twoThreads = measurements(2, "micro/get-and-add", "micro/ping-pong");
        int[] steps = new int[1];

        Costs fitted = new Fit(direct, oneThread, twoThreads).search(() -> steps[0]++);

        assertEquals(Fit.steps(), steps[0]);
        Stream.concat(oneThread.stream(), twoThreads.stream()).forEach(measurement -> {
            double ratio = measurement.simulated(fitted) / measurement.nanos();
            assertTrue(Math.abs(ratio - 1) < TOLERANCE, measurement + ": simulated " + ratio + " times that");
        });
        assertEquals(direct.locked(), fitted.locked());
        assertEquals(direct.wakeUp(), fitted.wakeUp());
    }
}
