package dev.filch.bench.bars;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    void aFailureShowsWhatJmhSaid() {
        RunFailure failure = assertThrows(RunFailure.class, () -> Forks.run(handOff("32"), SETUP));

        assertTrue(failure.getMessage().contains("agrona has no batches"), failure::getMessage);
    }
}
