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

/** Subscriptions miss no notification, lose no element, and end as they should, whoever cancels or closes meanwhile. */
class FlowModelTest {

    /** Two, which take some four minutes on two cores, only in the profile modelcheck. */
    private static final int PREEMPTIONS = Boolean.getBoolean("filch.modelcheck.deep") ? 2 : 1;

    private static final ThreadLocal<ModelChecker> CHECKER = ThreadLocal.withInitial(() -> new ModelChecker(
            name -> name.startsWith("dev.filch.queue.") || name.startsWith("dev.filch.internal.")
                    || name.startsWith("dev.filch.channel.")).with(Limits.DEFAULT.withPreemptions(PREEMPTIONS)));

    static final List<Object[]> SCENARIOS = List.of(
            scenario(1, false, "1", "t", "c"),
            scenario(1, false, "1", "t", "x"),
            scenario(1, false, "0", "t", "q"),
            scenario(1, false, "0", "tc", "q"),
            scenario(2, false, "1", "tt", "q"),
            scenario(2, false, "11", "tt", "x"),
            scenario(1, false, "1", "t", "x", "?r"),
            scenario(0, false, "1", "t", "c"),
            scenario(0, false, "1", "t", "x"),
            scenario(0, false, "0", "t", "q", "x"),
            scenario(0, false, "11", "tt", "x"),
            scenario(0, false, "0", "t", "q", "c"),
            scenario(1, true, "1", "t", "x"),
            scenario(1, true, "1", "t", "c"),
            scenario(0, true, "1", "t", "x"),
            scenario(1, false, "", "nne", "rr"),
            scenario(1, false, "", "n", "r", "t"),
            scenario(0, false, "", "nne", "rr"),
            scenario(1, false, "", "nn", "c", "g"),
            scenario(0, false, "", "ne", "c", "g"),
            scenario(1, true, "", "ne", "r"),
            scenario(1, false, "0", "u", "c"),
            scenario(0, false, "0", "q", "x"),
            scenario(1, false, "", "nE", "g"),
            scenario(1, false, "", "nE", "rr"),
            scenario(1, true, "", "nE", "r"),
            scenario(1, false, "", "n", "s", "r"));

    private static Object[] scenario(int capacity, boolean ownThread, String requests, String... threads) {
        return new Object[] {capacity, ownThread, requests, threads};
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> subscriptions() {
        return SCENARIOS.stream().map(scenario -> DynamicTest.dynamicTest(scenario[0] + " " + scenario[1] + " "
                + scenario[2] + " " + String.join(",", (String[]) scenario[3]), () -> check(scenario)));
    }

    private static void check(Object[] scenario) {
        Fibers.assumeAvailable();
        Report report = CHECKER.get().explore(FlowScenario.class, scenario);
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
    }
}
