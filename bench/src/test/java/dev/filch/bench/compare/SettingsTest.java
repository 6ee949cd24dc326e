package dev.filch.bench.compare;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SettingsTest {

    private static Settings settings(String... options) {
        CompareCommand command = new CompareCommand();
        new CommandLine(command)
                .registerConverter(Contender.class, new ContenderById())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(options);
        return command.settings();
    }

    private static Cell cell(int tasks, int producers, int consumers) {
        return new Cell("synthetic", tasks, producers, consumers);
    }

    @Test
    void theDefaultIsTheDiagonalForBothSizesAndRealInputOnAllCores() {
        Settings settings = settings();
        List<Cell> cells = settings.syntheticCells();

        assertAll(
                () -> assertEquals(10, cells.size()),
                () -> assertEquals(cell(10_000, 1, 1), cells.get(0)),
                () -> assertEquals(cell(1_000_000, 16, 16), cells.get(9)),
                () -> assertEquals(
                        List.of(Math.max(2, Runtime.getRuntime().availableProcessors())), settings.realWorkers()),
                () -> assertEquals(Contenders.ALL, settings.contenders()));
    }

    @Test
    void theMatrixHasEveryCombination() {
        assertEquals(
                List.of(cell(7, 1, 1), cell(7, 1, 3), cell(7, 3, 1), cell(7, 3, 3)),
                settings("--tasks", "7", "--threads", "1,3", "--matrix").syntheticCells());
    }

    @Test
    void quickIsLessButYieldsToWhatIsSaid() {
        Settings quick = settings("--quick");
        Settings said = settings("--quick", "--rounds", "9", "--warmup", "0", "--threads", "5");

        assertAll(
                () -> assertTrue(quick.runs() < settings().runs() / 2),
                () -> assertEquals(9, said.rounds()),
                () -> assertEquals(0, said.warmup()),
                () -> assertEquals(List.of(5), said.realWorkers()));
    }

    @Test
    void aWorkloadCanBeLeftOut() {
        assertAll(
                () -> assertEquals(List.of(), settings("--workload", "real").syntheticCells()),
                () -> assertEquals(
                        List.of(), settings("--workload", "synthetic").realWorkers()));
    }

    @Test
    void whatIsNamedTwiceRunsOnce() {
        Settings settings = settings("--contenders", "fork-join,fork-join", "--tasks", "5,5", "--threads", "1,1");

        assertAll(
                () -> assertEquals(1, settings.contenders().size()),
                () -> assertEquals(List.of(cell(5, 1, 1)), settings.syntheticCells()));
    }

    @Test
    void runsCountsWarmupAndTheSequentialBaseline() {
        Settings settings = settings(
                "--contenders",
                "fork-join,thread-pool",
                "--tasks",
                "5",
                "--threads",
                "1,2",
                "--rounds",
                "3",
                "--warmup",
                "1");

        assertEquals(4 * (2 * 2 + 2 * 3), settings.runs());
    }
}
