package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Limits;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Report;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The waiters of {@code WaiterList} as shipped lose no notification that coincides with a deadline or an interrupt. */
class TimedWaiterTest {

    private static final int PREEMPTIONS = Boolean.getBoolean("filch.modelcheck.full") ? 3 : 1;

    private final ModelChecker checker = ScenarioCatalog.checker()
            .with(Limits.DEFAULT.withPreemptions(PREEMPTIONS)).withSingleSteps("dev.filch.queue.");

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void elementIsTakenHoweverWaitEnds(boolean timed) {
        Report report = checker.explore(TimedWaiterScenario.class, timed, true);
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
        assertEquals(Set.of("gave up", "taken"), report.outcomes());
    }

    /** A notified consumer that leaves without polling has taken the notification from the other consumer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void consumerThatLeavesWithoutPollLosesElement(boolean timed) {
        Report report = checker.explore(TimedWaiterScenario.class, timed, false);
        assertNotNull(report.found(), report::toString);
        assertTrue(report.found().failure().getMessage().contains("the element was taken"), report::toString);
    }
}
