package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.TaskTiming;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BeforeTest {

    private static final Task STEALING = PoolTasks.tiny("filch-stealing", 4);
    private static final Task SHARED = PoolTasks.tiny("filch-shared", 4);
    private static final Task FORK_JOIN = PoolTasks.tiny("fork-join", 4);

    private static List<String> works(Before before) {
        return before.targets().stream().map(Target::work).toList();
    }

    @Test
    void everyFigureOfFilchIsComparedOnce() {
        List<Target> targets = List.of(
                Target.ratio("tiny", STEALING, FORK_JOIN).atMost(0.8).inEveryFork(),
                Target.ratio("tiny", STEALING, SHARED).atMost(1),
                Target.ratio("tiny, allocation", Figure.ALLOCATION, STEALING, SHARED));

        Before before = Before.of(targets, "old.jar", task -> true);

        assertEquals(List.of("tiny", "tiny, shared", "tiny, allocation", "tiny, allocation, shared"), works(before));
        assertEquals(Set.of(), before.missing());
        Target first = before.targets().get(0);
        assertEquals(List.of(STEALING, STEALING.before("old.jar")), first.tasks());
        assertEquals(1.03, first.limit());
        assertEquals(Target.Rule.INTERVAL, first.rule());
        assertNull(first.stretch());
        assertTrue(first.againstBefore());
        assertEquals(Figure.ALLOCATION, before.targets().get(2).figure());
    }

    @Test
    void amountsAreComparedAsRatios() {
        Target amount = Target.amount("idle", Figure.CPU_SHARE, PoolTasks.idle("filch-stealing", 0)).atMost(0);

        Target row = Before.of(List.of(amount), "old.jar", task -> true).targets().get(0);

        assertEquals(Target.Kind.RATIO, row.kind());
        assertEquals(1.03, row.limit());
    }

    @Test
    void errorsHaveNoRow() {
        Task percentiles = PoolTasks.percentiles("filch-stealing", TaskTiming.SAMPLED);
        Target error = Target.amount("error", Figure.RUN_ERROR, percentiles);

        assertEquals(List.of(), Before.of(List.of(error), "old.jar", task -> true).targets());
    }

    @Test
    void worksWithoutABenchmarkInTheJarAreNamed() {
        List<Target> targets =
                List.of(Target.ratio("tiny", STEALING, SHARED), Target.ratio("other", SHARED, FORK_JOIN));

        Before before = Before.of(targets, "old.jar", STEALING::equals);

        assertEquals(List.of("tiny"), works(before));
        assertEquals(Set.of("tiny, shared"), before.missing(), "named after the first of its works");
    }

    @Test
    void nowAndBeforeAreAGroupOfTheirOwn() {
        List<Target> targets =
                Before.of(List.of(Target.ratio("tiny", STEALING, SHARED)), "old.jar", task -> true).targets();

        assertEquals(targets.get(0).group(STEALING), targets.get(0).group(STEALING.before("old.jar")));
        assertEquals(2, targets.stream().map(target -> target.group(target.subject())).distinct().count());
    }

    @Test
    void noWorkHasTwoRowsInAnySetup() {
        for (Collector collector : Collector.values()) {
            Setup setup = new Setup("java", "17", collector);
            List<Target> targets =
                    Before.of(Targets.all(setup, false), "old.jar", task -> true).targets();
            List<String> rows =
                    targets.stream().map(target -> target.work() + target.subject().age() + target.figure()).toList();

            assertEquals(rows.size(), Set.copyOf(rows).size(), rows::toString);
        }
    }
}
