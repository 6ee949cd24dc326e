package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private static final List<String> VERSIONS = List.of("17.0.9", "25.0.3");

    private static List<Target> all(Collector collector, boolean quick) {
        return all("17.0.9", collector, quick);
    }

    private static List<Target> all(String version, Collector collector, boolean quick) {
        return Targets.all(new Setup("java", version, collector), quick);
    }

    private static Target target(String version, String work) {
        return all(version, Collector.G1, false).stream()
                .filter(target -> target.work().equals(work))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no work is called " + work));
    }

    private static Set<Task> tasks(List<Target> targets) {
        return targets.stream().flatMap(target -> target.tasks().stream()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskIsABenchmarkWithItsParameters(Collector collector) {
        Set<BenchmarkListEntry> known = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());

        Set<Task> tasks = VERSIONS.stream()
                .flatMap(version -> tasks(all(version, collector, false)).stream())
                .collect(Collectors.toSet());
        for (Task task : tasks) {
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
        for (String version : VERSIONS) {
            List<Target> all = all(version, collector, false);
            List<Target> quick = all(version, collector, true);

            assertTrue(all.containsAll(quick));
            assertTrue(tasks(quick).size() < tasks(all).size());
        }
    }

    @Test
    void noTargetOccursTwice() {
        for (String version : VERSIONS) {
            List<Target> targets = all(version, Collector.G1, false);

            assertEquals(targets.size(), Set.copyOf(targets).size());
        }
    }

    private static List<String> channelTasksThatNeedJava21(String version) {
        return tasks(all(version, Collector.G1, false)).stream()
                .filter(task -> task.contender().equals("jox") || task.benchmark().contains("Virtual"))
                .map(Task::cell)
                .distinct()
                .toList();
    }

    @Test
    void joxAndVirtualThreadsAreMeasuredFromJava21On() {
        assertEquals(List.of(), channelTasksThatNeedJava21("17.0.9"));
        assertEquals(List.of(), channelTasksThatNeedJava21("20"));
        assertEquals(
                channelTasksThatNeedJava21("25.0.3").stream().sorted().toList(),
                channelTasksThatNeedJava21("21").stream().sorted().toList());
        assertEquals(20, channelTasksThatNeedJava21("25.0.3").size(), "5 + 5 bounded and unbounded, 2 rendezvous, 2"
                + " ping-pongs, 2 + 2 selections, 2 with virtual threads");
    }

    @Test
    void allContendersOfAChannelsRowShareACell() {
        for (Target target : all("25.0.3", Collector.G1, false)) {
            if (target.work().startsWith("channel") && target.figure() == Figure.TIME
                    && !target.work().endsWith("native")) {
                assertEquals(1, target.tasks().stream().map(Task::cell).distinct().count(), target::work);
            }
        }
    }

    @Test
    void theLimitOfAChannelIsHigherWithOnePair() {
        assertEquals(0.8, target("17.0.9", "channel, bounded hand-off 1:1").limit());
        assertEquals(0.5, target("17.0.9", "channel, bounded hand-off 2:2").limit());
    }

    @Test
    void aSelectionHasOneThreadMoreThanProducers() {
        Target target = target("17.0.9", "channel, select of 4, producers: 4");

        assertTrue(target.oversubscribed(4));
        assertFalse(target.oversubscribed(5));
    }

    @Test
    void nativeChannelsAreScaledByTheLockedInstruction() {
        Target target = target("17.0.9", "channel, bounded hand-off 4:4, native");
        Samples samples = new Samples();
        samples.add(target.subject(), 0, Map.of(Figure.TIME, 29.0));
        samples.add(Task.FETCH_AND_ADD, 0, Map.of(Figure.TIME, 10.2));

        Verdict verdict = Verdict.of(target, new Setup("java", "17", Collector.G1), samples, 1);

        assertEquals(0.5, verdict.values().get(0), 1e-9, "29 ns at a locked instruction of 5.1 ns is 58 ns at 10.2 ns");
    }

    @Test
    void everyStructureIsJudgedUnderEveryCollector() {
        for (Collector collector : Collector.values()) {
            for (String structure : List.of("ring", "injector", "deque", "channel", "pool")) {
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
        Target target = target("17.0.9", "pool, every task timed 4:4, or");
        Samples samples = new Samples();
        samples.add(target.subject(), 0, Map.of(Figure.TIME, 120.0));
        samples.add(PoolTasks.feature("filch-stealing", Feature.NONE, 4), 0, Map.of(Figure.TIME, 50.0));
        samples.add(Task.CLOCK_READ, 0, Map.of(Figure.TIME, 27.5));

        Verdict verdict = Verdict.of(target, new Setup("java", "17", Collector.G1), samples, 1);

        assertEquals(List.of(1.0), verdict.values(), "120 / (50 + 2 * 27.5 + 15)");
    }
}
