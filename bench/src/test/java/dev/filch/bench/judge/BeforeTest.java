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
        return before.bars().stream().map(Bar::work).toList();
    }

    @Test
    void everyFigureOfFilchIsComparedOnce() {
        List<Bar> bars = List.of(
                Bar.ratio("tiny", STEALING, FORK_JOIN).atMost(0.8).inEveryFork(),
                Bar.ratio("tiny", STEALING, SHARED).atMost(1),
                Bar.ratio("tiny, allocation", Figure.ALLOCATION, STEALING, SHARED));

        Before before = Before.of(bars, "old.jar", task -> true);

        assertEquals(List.of("tiny", "tiny, shared", "tiny, allocation", "tiny, allocation, shared"), works(before));
        assertEquals(Set.of(), before.missing());
        Bar first = before.bars().get(0);
        assertEquals(List.of(STEALING, STEALING.before("old.jar")), first.tasks());
        assertEquals(1.03, first.bar());
        assertEquals(Bar.Rule.INTERVAL, first.rule());
        assertNull(first.aim());
        assertTrue(first.againstBefore());
        assertEquals(Figure.ALLOCATION, before.bars().get(2).figure());
    }

    @Test
    void amountsAreComparedAsRatios() {
        Bar amount = Bar.amount("idle", Figure.CPU_SHARE, PoolTasks.idle("filch-stealing", 0)).atMost(0);

        Bar row = Before.of(List.of(amount), "old.jar", task -> true).bars().get(0);

        assertEquals(Bar.Kind.RATIO, row.kind());
        assertEquals(1.03, row.bar());
    }

    @Test
    void errorsAreNoCosts() {
        Bar error = Bar.amount("off", Figure.RUN_ERROR, PoolTasks.percentiles("filch-stealing", TaskTiming.SAMPLED));

        assertEquals(List.of(), Before.of(List.of(error), "old.jar", task -> true).bars());
    }

    @Test
    void whatTheJarHasNotIsNamed() {
        List<Bar> bars = List.of(Bar.ratio("tiny", STEALING, SHARED), Bar.ratio("other", SHARED, FORK_JOIN));

        Before before = Before.of(bars, "old.jar", STEALING::equals);

        assertEquals(List.of("tiny"), works(before));
        assertEquals(Set.of("tiny, shared"), before.missing(), "by the first of its names");
    }

    @Test
    void nowAndBeforeAreMeasuredAloneSoThatEachIsAsOftenTheFirst() {
        List<Bar> bars =
                Before.of(List.of(Bar.ratio("tiny", STEALING, SHARED)), "old.jar", task -> true).bars();

        assertEquals(bars.get(0).group(STEALING), bars.get(0).group(STEALING.before("old.jar")));
        assertEquals(2, bars.stream().map(bar -> bar.group(bar.subject())).distinct().count());
    }

    @Test
    void noWorkHasTwoRowsInAnySetup() {
        for (Collector collector : Collector.values()) {
            List<Bar> bars = Before.of(Bars.all(new Setup("java", "17", collector), false), "old.jar", task -> true)
                    .bars();
            List<String> rows =
                    bars.stream().map(bar -> bar.work() + bar.subject().age() + bar.figure()).toList();

            assertEquals(rows.size(), Set.copyOf(rows).size(), rows::toString);
        }
    }
}
