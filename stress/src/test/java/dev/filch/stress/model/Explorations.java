package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

/** What tests ask of explorations. */
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

    /** The failure's text contains {@code meaning}. */
    static void assertFails(
            String meaning, ModelChecker checker, Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertNotNull(report.found(), report::toString);
        assertTrue(report.found().failure().toString().contains(meaning), report::toString);
    }
}
