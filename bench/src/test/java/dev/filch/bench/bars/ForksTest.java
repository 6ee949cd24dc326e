package dev.filch.bench.bars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.bars.JvmByPath.Jvm;
import dev.filch.bench.jmh.HandOff;
import dev.filch.bench.judge.Collector;
import dev.filch.bench.judge.Effort;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Task;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.pool.TinyTasks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ForksTest {

    private static final Setup SETUP = new Setup(Jvm.running().program(), "this", Collector.PARALLEL);

    /** Agrona's queue works with a flag only, which the benchmark must have brought along. */
    private static Task handOff(String batch) {
        return new Task(
                "agrona",
                HandOff.class.getName() + ".pass",
                Map.of("impl", "agrona", "threads", "1", "batch", batch, "age", "YOUNG", "messages", "20000"),
                new Effort(1, 2, 0));
    }

    @Test
    void aForkHasFigures() throws RunFailure {
        Map<Figure, Double> figures = Forks.run(handOff("1"), SETUP);

        assertTrue(figures.get(Figure.TIME) > 0, figures::toString);
        assertTrue(figures.get(Figure.TIME) < 1e6, () -> "a message's, not the shot's: " + figures);
        assertEquals(16, figures.get(Figure.ALLOCATION), 8, "the message");
    }

    @Test
    void aShotOfAPoolIsJudgedByItsOwnFigures() throws RunFailure {
        Task tiny = new Task(
                "fork-join",
                TinyTasks.class.getName() + ".run",
                Map.of("impl", "fork-join", "threads", "1", "tasks", "20000"),
                new Effort(1, 2, 0));

        Map<Figure, Double> figures = Forks.run(tiny, SETUP);

        assertTrue(figures.get(Figure.TIME) > 0, figures::toString);
        assertTrue(figures.get(Figure.CPU) > 0, figures::toString);
        assertTrue(figures.get(Figure.ALLOCATION) < 1_000, () -> "a task's, not the shot's: " + figures);
        assertFalse(figures.containsKey(Figure.P50), figures::toString);
    }

    @Test
    void aFailureShowsWhatJmhSaid() {
        RunFailure failure = assertThrows(RunFailure.class, () -> Forks.run(handOff("32"), SETUP));

        assertTrue(failure.getMessage().contains("agrona has no batches"), failure::getMessage);
    }
}
