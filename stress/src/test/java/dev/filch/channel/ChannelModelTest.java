package dev.filch.channel;

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

    private static Object[] scenario(int capacity, String... threads) {
        return new Object[] {capacity, threads};
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> channels() {
        return SCENARIOS.stream().map(scenario -> DynamicTest.dynamicTest(
                scenario[0] + " " + String.join(",", (String[]) scenario[1]), () -> check(scenario)));
    }

    private static void check(Object[] scenario) {
        Fibers.assumeAvailable();
        Report report = CHECKER.get().explore(ChannelScenario.class, scenario);
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
    }
}
