package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

/** Assertions about explorations. */
final class Explorations {

    private Explorations() {
    }

    /** All outcomes of a scenario that passes. */
    static Set<String> outcomes(ModelChecker checker, Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertTrue(report.passed(), report::toString);
        return report.outcomes();
    }

    static void assertPasses(ModelChecker checker, Class<? extends Scenario> scenario, Object... arguments) {
        outcomes(checker, scenario, arguments);
    }

    /** Asserts that a scenario fails, with {@code meaning} in the text of the failure. */
    static void assertFails(
            String meaning, ModelChecker checker, Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertNotNull(report.found(), report::toString);
        assertTrue(report.found().failure().toString().contains(meaning), report::toString);
    }
}
