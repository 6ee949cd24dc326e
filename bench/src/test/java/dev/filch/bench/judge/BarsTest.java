package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class BarsTest {

    private static List<Bar> all(Collector collector, boolean quick) {
        return Bars.all(new Setup("java", "17.0.9", collector), quick);
    }

    private static Set<Task> tasks(List<Bar> bars) {
        return bars.stream().flatMap(bar -> bar.tasks().stream()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskIsABenchmarkWithItsParameters(Collector collector) {
        Set<BenchmarkListEntry> known = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());

        for (Task task : tasks(all(collector, false))) {
            BenchmarkListEntry benchmark = known.stream()
                    .filter(entry -> entry.getUsername().equals(task.benchmark()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(task));
            Set<String> parameters = benchmark.getParams().orElse(Map.of()).keySet();
            assertTrue(parameters.containsAll(task.parameters().keySet()), () -> task + ": " + parameters);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theQuickOnesAreAPart(Collector collector) {
        List<Bar> all = all(collector, false);
        List<Bar> quick = all(collector, true);

        assertTrue(all.containsAll(quick));
        assertTrue(tasks(quick).size() < tasks(all).size());
    }

    @Test
    void everyBarIsThereOnce() {
        List<Bar> bars = all(Collector.G1, false);

        assertEquals(bars.size(), Set.copyOf(bars).size());
    }

    @Test
    void everyStructureIsJudgedUnderEveryCollector() {
        for (Collector collector : Collector.values()) {
            for (String structure : List.of("ring", "injector", "deque", "pool")) {
                assertTrue(
                        Stream.of(false, true).allMatch(quick -> all(collector, quick).stream()
                                .anyMatch(bar -> bar.work().startsWith(structure) && bar.bar() != null)),
                        () -> structure + " with " + collector);
            }
        }
    }

    private static double tinyTasksBar(String version, String work, String peer) {
        return Bars.all(new Setup("java", version, Collector.PARALLEL), false).stream()
                .filter(bar -> bar.work().equals(work))
                .filter(bar -> bar.peers().get(0).name().equals(peer))
                .findFirst()
                .orElseThrow()
                .bar();
    }

    @Test
    void forkJoinIsAHarderPeerOnOldJdks() {
        assertEquals(0.8, tinyTasksBar("17.0.9", "pool, tiny tasks 8:8", "fork-join"));
        assertEquals(0.55, tinyTasksBar("25", "pool, tiny tasks 8:8", "fork-join"));
        assertEquals(0.8, tinyTasksBar("17.0.9", "pool, tiny tasks 8:8", "reentrant-lock"));
        assertEquals(0.8, tinyTasksBar("25", "pool, tiny tasks 8:8", "reentrant-lock"));
    }

    @Test
    void everyForkCountsWhereExecutorsHaveSlowModes() {
        List<String> works = all(Collector.G1, false).stream()
                .filter(Bar::everyFork)
                .map(Bar::work)
                .distinct()
                .toList();

        assertEquals(
                List.of("pool, tiny tasks 16:16", "pool, tree, workers: 1", "pool, tree, workers: 2",
                        "pool, tree, workers: 4"),
                works);
    }
}
