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

    private static Set<Task> tasks(List<Bar> bars) {
        return bars.stream().flatMap(bar -> bar.tasks().stream()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskIsABenchmarkWithItsParameters(Collector collector) {
        Set<BenchmarkListEntry> known = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());

        for (Task task : tasks(Bars.all(collector, false))) {
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
        List<Bar> all = Bars.all(collector, false);
        List<Bar> quick = Bars.all(collector, true);

        assertTrue(all.containsAll(quick));
        assertTrue(tasks(quick).size() < tasks(all).size());
    }

    @Test
    void everyBarIsThereOnce() {
        List<Bar> bars = Bars.all(Collector.G1, false);

        assertEquals(bars.size(), Set.copyOf(bars).size());
    }

    @Test
    void everyStructureIsJudgedUnderEveryCollector() {
        for (Collector collector : Collector.values()) {
            for (String structure : List.of("ring", "injector", "deque")) {
                assertTrue(
                        Stream.of(false, true).allMatch(quick -> Bars.all(collector, quick).stream()
                                .anyMatch(bar -> bar.work().startsWith(structure) && bar.bar() != null)),
                        () -> structure + " with " + collector);
            }
        }
    }
}
