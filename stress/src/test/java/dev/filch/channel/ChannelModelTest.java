package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Limits;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Report;
import dev.filch.stress.model.Scenario;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** No operation of a channel loses or repeats an element, and no thread stays parked that could go on. */
class ChannelModelTest {

    private static final ThreadLocal<ModelChecker> CHECKER = ThreadLocal.withInitial(() -> new ModelChecker(
            name -> name.startsWith("dev.filch.queue.") || name.startsWith("dev.filch.internal.")
                    || name.startsWith("dev.filch.channel.")).with(Limits.DEFAULT.withPreemptions(2)));

    private static final List<Object[]> SCENARIOS = List.of(
            scenario(1, "s", "r"),
            scenario(1, "ss", "rr"),
            scenario(2, "sc", "rr"),
            scenario(-1, "s", "r"),
            scenario(0, "s", "r"),
            scenario(0, "ss", "rr"),
            scenario(0, "t", "r", "c"),
            scenario(0, "g", "s", "c"),
            scenario(0, "c", "r", "s"),
            scenario(0, "S", "r", "c"),
            scenario(0, "R", "s", "c"));

    private static final List<Object[]> SELECTIONS = List.of(
            scenario(1, "[r0r1]", "s0"),
            scenario(1, "[r0r1]", "s0", "?s1"),
            scenario(1, "[r0r1]", "r0", "s0s0"),
            scenario(1, "s0[s0r1]", "r0", "?s1"),
            scenario(1, "[r0r1]", "?r0", "s0s1"),
            scenario(0, "[r0r1]", "s0"),
            scenario(0, "[s0r0]", "[r0s0]"),
            scenario(0, "[s0s1]", "[r0r1]"),
            scenario(0, "[s0s1]", "[r1r0]"),
            scenario(0, "[s0r1]", "?r0", "?s1"),
            scenario(0, "?[s0r2]", "?[s1r0]", "?[s2r1]"),
            scenario(0, "[r0r1]", "c0"));

    private static Object[] scenario(int capacity, String... threads) {
        return new Object[] {capacity, threads};
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> channels() {
        return SCENARIOS.stream().map(scenario -> DynamicTest.dynamicTest(
                scenario[0] + " " + String.join(",", (String[]) scenario[1]), () -> check(ChannelScenario.class, scenario)));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> selections() {
        return SELECTIONS.stream().map(scenario -> DynamicTest.dynamicTest(
                scenario[0] + " " + String.join(",", (String[]) scenario[1]),
                () -> check(SelectScenario.class, scenario)));
    }

    private static void check(Class<? extends Scenario> type, Object[] scenario) {
        Fibers.assumeAvailable();
        Report report = CHECKER.get().explore(type, scenario);
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
    }
}
