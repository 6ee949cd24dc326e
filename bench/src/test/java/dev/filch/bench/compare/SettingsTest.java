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
    void theDefaultHasEqualThreadsForBothSizesAndRealInputOnAllCores() {
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
    void treesHaveTheirOwnNumbersOfWorkers() {
        assertAll(
                () -> assertEquals(
                        List.of(1, 2, 4),
                        settings().treeCells().stream().map(Cell::consumers).toList()),
                () -> assertEquals((1 << 21) - 1, settings().treeCells().get(0).tasks()),
                () -> assertEquals(1, settings("--quick").treeCells().size()),
                () -> assertEquals(
                        List.of(3, 5),
                        settings("--threads", "3,5").treeCells().stream()
                                .map(Cell::consumers)
                                .toList()));
    }

    @Test
    void forkJoinRunsTreesInBothModes() {
        List<String> ids = settings("--contenders", "fork-join,thread-pool").treeContenders().stream()
                .map(Contender::id)
                .toList();

        assertEquals(List.of("fork-join", "fork-join-lifo", "thread-pool"), ids);
    }

    @Test
    void wakeUpsHaveThreePauses() {
        List<Cell> cells = settings("--workload", "wake-up").wakeUpCells();

        assertAll(
                () -> assertEquals(
                        List.of(0, 100, 1000), cells.stream().map(Cell::gapMicros).toList()),
                () -> assertTrue(cells.stream().allMatch(cell -> cell.tasks() >= 100), cells::toString));
    }

    @Test
    void theMatrixHasEveryCombination() {
        assertEquals(
                List.of(cell(7, 1, 1), cell(7, 1, 3), cell(7, 3, 1), cell(7, 3, 3)),
                settings("--tasks", "7", "--threads", "1,3", "--matrix").syntheticCells());
    }

    @Test
    void quickRunsLessUnlessOtherOptionsSetIt() {
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
                () -> assertEquals(List.of(), settings("--workload", "real").treeCells()),
                () -> assertEquals(List.of(), settings("--workload", "tree").wakeUpCells()),
                () -> assertEquals(List.of(), settings("--workload", "wake-up").realWorkers()),
                () -> assertEquals(List.of(), settings("--workload", "real").syntheticCells()),
                () -> assertEquals(
                        List.of(), settings("--workload", "synthetic").realWorkers()));
    }

    @Test
    void repeatedValuesRunOnce() {
        Settings settings = settings("--contenders", "fork-join,fork-join", "--tasks", "5,5", "--threads", "1,1");

        assertAll(
                () -> assertEquals(1, settings.contenders().size()),
                () -> assertEquals(List.of(cell(5, 1, 1)), settings.syntheticCells()));
    }

    @Test
    void runsIncludeTheWarmupAndTheContendersOfSingleWorkloads() {
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

        int synthetic = 2 * 2;
        int trees = 2 * 3;
        int wakeUps = 3 * 2;
        int real = 2 * 3;
        assertEquals(4 * (synthetic + trees + wakeUps + real), settings.runs());
    }
}
