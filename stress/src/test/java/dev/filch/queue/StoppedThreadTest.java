package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Limits;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Report;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A thread that stops for ever loses only the elements it holds, and blocks only the operations whose javadoc says so.
 * This is explored for each operation that stops beside each other one, at each access and in each interleaving. The
 * scenarios explain the letters of the operations.
 */
class StoppedThreadTest {

    /** Set by the profile modelcheck. */
    private static final boolean FULL = Boolean.getBoolean("filch.modelcheck.full");

    private static final String RING = "oOfalxpPdAkesi";
    private static final String INJECTOR = "oapbBtTkesci";
    private static final String THIEVES = "stbBmez";

    /**
     * Two preemptions suffice for a thread that starts while the other is running, and stops while the other continues.
     */
    private static ModelChecker checker() {
        ModelChecker unbounded = ScenarioCatalog.checker();
        return FULL ? unbounded : unbounded.with(Limits.DEFAULT.withPreemptions(2));
    }

    private interface State {
        Report explore(char stopped, char other);
    }

    /** Operations that stop, concurrent operations, and those of the latter that wait for ever in some execution. */
    private record Row(String stopped, String others, String waiting) {
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> ring() {
        return tests(
                List.of(
                        new Row("oOalx", RING, "fpk"),
                        new Row("f", RING, "ofpk"),
                        new Row("pPdA", RING, "of"),
                        // A peek frees slots abandoned by a fill.
                        new Row("k", RING, "of"),
                        new Row("esi", RING, "")),
                List.of(ring(1, 0, 0), ring(1, 0, 1), ring(1, 1, 0), ring(2, 0, 1), ring(2, 0, 2)));
    }

    private static State ring(int capacity, int abandoned, int prefilled) {
        return (stopped, other) ->
                checker().explore(RingStopScenario.class, capacity, abandoned, prefilled, stopped, other);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> injector() {
        List<State> quick = List.of(
                injector(1, 0, false), injector(1, 0, true), injector(1, 2, false), injector(2, 3, false));
        List<State> others = List.of(injector(1, 1, false), injector(2, 1, false));
        return tests(
                List.of(new Row("oa", INJECTOR, "pbBk"), new Row("pbBtTkesci", INJECTOR, "")), states(quick, others));
    }

    private static State injector(int firstLength, int prefilled, boolean closing) {
        return (stopped, other) ->
                checker().explore(InjectorStopScenario.class, firstLength, prefilled, closing, stopped, other);
    }

    /** No operation waits for another, in states with and without a shared reservation. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> deque() {
        List<State> quick = List.of(deque(true, 1, 1, 0), deque(false, 1, 1, 0), deque(true, 4, 3, 0),
                deque(false, 4, 3, 0), deque(true, 8, 5, 1));
        List<State> others = List.of(
                deque(true, 2, 2, 0), deque(false, 2, 2, 0), deque(true, 64, 3, 0), deque(true, 4, 3, 1));
        return tests(List.of(new Row("uUro", THIEVES, ""), new Row(THIEVES, "uUro" + THIEVES, "")),
                states(quick, others));
    }

    private static State deque(boolean lifo, int length, int prefilled, int stolen) {
        return (stopped, other) ->
                checker().explore(DequeStopScenario.class, lifo, length, prefilled, stolen, stopped, other);
    }

    private static List<State> states(List<State> quick, List<State> others) {
        return FULL ? Stream.of(quick, others).flatMap(List::stream).toList() : quick;
    }

    private static Stream<DynamicTest> tests(List<Row> rows, List<State> states) {
        return rows.stream().flatMap(row -> row.stopped.chars().mapToObj(stopped -> DynamicTest.dynamicTest(
                (char) stopped + " stops", () -> check((char) stopped, row, states))));
    }

    private static void check(char stopped, Row row, List<State> states) {
        Fibers.assumeAvailable();
        StringBuilder waiting = new StringBuilder();
        for (char other : row.others.toCharArray()) {
            boolean waits = false;
            for (State state : states) {
                Report report = state.explore(stopped, other);
                assertTrue(report.passed(), report::toString);
                waits |= report.outcomes().contains(StopScenario.WAITS);
            }
            if (waits) {
                waiting.append(other);
            }
        }
        assertEquals(row.waiting, waiting.toString(),
                () -> "these operations wait for ever after " + stopped + " has stopped");
    }
}
