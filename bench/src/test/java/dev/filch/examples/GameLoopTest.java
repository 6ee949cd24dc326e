package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.WorkStealingPool;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GameLoopTest {

    private static final int BODIES = 5_000;
    private static final int FRAMES = 200;
    private static final Duration LONG_ENOUGH = Duration.ofDays(1);

    private static double[] start() {
        double[] positions = new double[BODIES];
        for (int i = 0; i < BODIES; i++) {
            positions[i] = Math.sin(i);
        }
        return positions;
    }

    /** What the frames compute, by one thread. */
    private static double[] simulated() {
        double[] positions = start();
        double[] velocities = new double[BODIES];
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int i = 0; i < BODIES; i++) {
                double neighbours = positions[Math.max(i - 1, 0)] + positions[Math.min(i + 1, BODIES - 1)];
                velocities[i] += 0.01 * (neighbours - 2 * positions[i]);
            }
            for (int i = 0; i < BODIES; i++) {
                positions[i] += velocities[i];
            }
        }
        return positions;
    }

    /** Checks the simulation, and returns the pool's metrics. */
    private static MetricsSnapshot run(int workers, Duration timeForEffects, int expectedEffects) throws Exception {
        double[] positions = start();
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(workers).build()) {
            GameLoop game = new GameLoop(pool, positions);
            for (int frame = 0; frame < FRAMES; frame++) {
                game.frame(timeForEffects);
            }
            assertArrayEquals(simulated(), positions);
            assertEquals(FRAMES, game.soundsMixed);
            assertEquals(expectedEffects, game.effectsDrawn);
            return pool.metrics().snapshot();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void framesComputeWhatOneThreadComputes(int workers) throws Exception {
        MetricsSnapshot metrics = run(workers, LONG_ENOUGH, FRAMES);

        assertEquals(FRAMES, metrics.high().submitted(), "sounds");
        assertEquals(FRAMES, metrics.low().submitted(), "effects");
        assertTrue(metrics.normal().submitted() > 2 * FRAMES, "the jobs of the simulation split");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void effectsWithoutTimeAreDropped(int workers) throws Exception {
        MetricsSnapshot metrics = run(workers, Duration.ZERO, 0);

        assertEquals(FRAMES, metrics.expired());
    }
}
