package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.pool.Feature;
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

class TargetsTest {

    private static List<Target> all(Collector collector, boolean quick) {
        return Targets.all(new Setup("java", "17.0.9", collector), quick);
    }

    private static Set<Task> tasks(List<Target> targets) {
        return targets.stream().flatMap(target -> target.tasks().stream()).collect(Collectors.toSet());
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
    void theQuickTargetsAreASubset(Collector collector) {
        List<Target> all = all(collector, false);
        List<Target> quick = all(collector, true);

        assertTrue(all.containsAll(quick));
        assertTrue(tasks(quick).size() < tasks(all).size());
    }

    @Test
    void noTargetOccursTwice() {
        List<Target> targets = all(Collector.G1, false);

        assertEquals(targets.size(), Set.copyOf(targets).size());
    }

    @Test
    void everyStructureIsJudgedUnderEveryCollector() {
        for (Collector collector : Collector.values()) {
            for (String structure : List.of("ring", "injector", "deque", "pool")) {
                assertTrue(
                        Stream.of(false, true).allMatch(quick -> all(collector, quick).stream()
                                .anyMatch(target -> target.work().startsWith(structure) && target.limit() != null)),
                        () -> structure + " with " + collector);
            }
        }
    }

    private static double tinyTasksLimit(String version, String work, String peer) {
        return Targets.all(new Setup("java", version, Collector.PARALLEL), false).stream()
                .filter(target -> target.work().equals(work))
                .filter(target -> target.peers().get(0).name().equals(peer))
                .findFirst()
                .orElseThrow()
                .limit();
    }

    @Test
    void theLimitAgainstForkJoinIsHigherOnOldJdks() {
        assertEquals(0.8, tinyTasksLimit("17.0.9", "pool, tiny tasks 8:8", "fork-join"));
        assertEquals(0.55, tinyTasksLimit("25", "pool, tiny tasks 8:8", "fork-join"));
        assertEquals(0.8, tinyTasksLimit("17.0.9", "pool, tiny tasks 8:8", "reentrant-lock"));
        assertEquals(0.8, tinyTasksLimit("25", "pool, tiny tasks 8:8", "reentrant-lock"));
    }

    @Test
    void everyForkIsJudgedWhereExecutorsHaveSlowModesAndForPercentiles() {
        List<String> works = all(Collector.G1, false).stream()
                .filter(Target::everyFork)
                .map(Target::work)
                .distinct()
                .toList();

        assertEquals(
                List.of("pool, tiny tasks 16:16", "pool, tree, workers: 1", "pool, tree, workers: 2",
                        "pool, tree, workers: 4", "pool, queue percentiles, every task timed",
                        "pool, run percentiles, every task timed", "pool, queue percentiles, sampled",
                        "pool, run percentiles, sampled"),
                works);
    }

    @Test
    void onlyRatiosHaveIntervals() {
        List<Target> targets = all(Collector.G1, false).stream()
                .filter(target -> target.rule() == Target.Rule.INTERVAL)
                .toList();

        assertEquals(11, targets.size());
        assertTrue(targets.stream().allMatch(target -> target.kind() == Target.Kind.RATIO && target.limit() != null));
    }

    @Test
    void allFeaturesShareACellWithThePoolWithoutThem() {
        List<Target> features = all(Collector.G1, false).stream()
                .filter(target -> target.subject().parameters().containsKey("feature"))
                .toList();

        for (String threads : List.of("1", "4")) {
            List<Task> tasks = tasks(features).stream()
                    .filter(task -> threads.equals(task.parameters().get("threads")))
                    .toList();
            assertEquals(Feature.values().length, tasks.size(), tasks::toString);
            assertEquals(1, tasks.stream().map(Task::cell).distinct().count(), "all tasks share a cell");
        }
    }

    @Test
    void aTimedTaskMayCostTwoClockReadsAnd15Nanos() {
        Target target = all(Collector.G1, false).stream()
                .filter(candidate -> candidate.work().equals("pool, every task timed 4:4, or"))
                .findFirst()
                .orElseThrow();
        Samples samples = new Samples();
        samples.add(target.subject(), 0, Map.of(Figure.TIME, 120.0));
        samples.add(PoolTasks.feature("filch-stealing", Feature.NONE, 4), 0, Map.of(Figure.TIME, 50.0));
        samples.add(Task.CLOCK_READ, 0, Map.of(Figure.TIME, 27.5));

        Verdict verdict = Verdict.of(target, new Setup("java", "17", Collector.G1), samples, 1);

        assertEquals(List.of(1.0), verdict.values(), "120 / (50 + 2 * 27.5 + 15)");
    }
}
