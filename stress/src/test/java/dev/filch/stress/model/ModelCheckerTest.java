package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.rewrite.Mode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The model checker explores all allowed executions and reports failures. */
class ModelCheckerTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void spuriousWakeUpDoesNotRescueLostOne() {
        assertFails("sleeper is parked for ever", SampleScenarios.LostWakeUp.class, true);
        assertFails("sleeper is parked for ever", SampleScenarios.LostWakeUp.class, false);
    }

    /** States differ if any bit of a value read differs. The longs 0 and -1 have the same hash code. */
    @Test
    void statesWithDifferentLongsAreDifferent() {
        assertEquals(Set.of("-1,-1", "0,-1", "0,0"), outcomes(SampleScenarios.LongReads.class));
    }

    /** The limit on stale reads applies to each overwritten value separately. */
    @Test
    void eachOverwrittenValueMayBeReadUpToLimit() {
        String[] threads = {"Wx1o Wy1r Wx2o Wz1o", "Rzo Rxo Rxo Rya Rxo"};
        assertTrue(outcomes(LitmusScenario.class, false, threads).contains("10011"));
    }

    @Test
    void endlessLoopFails() {
        assertFails("does not terminate", SampleScenarios.Endless.class, true);
        assertFails("does not terminate", SampleScenarios.Endless.class, false);
    }

    @Test
    void anyExceptionAfterwardsFails() {
        assertFails("expected 0 but was 1", SampleScenarios.ThrowsAfterwards.class);
    }

    @Test
    void failureThatProgramCatchesIsNotHidden() {
        assertFails("data race on Swallowing.x", SampleScenarios.Swallowing.class, "race");
        assertFails("does not hold: no such task", SampleScenarios.Swallowing.class, "requirement");
        assertFails("not simulated: System.arraycopy", SampleScenarios.Swallowing.class, "again and again");
    }

    /** Volatile fields do not race and show no store buffering. */
    @Test
    void volatileFieldsHaveVolatileOrder() {
        assertEquals(Set.of("01", "10", "11"), outcomes(SampleScenarios.VolatileFields.class));
    }

    @Test
    void elementsOfAllTypesAreSimulated() {
        assertEquals(Set.of("1 b 1 true"), outcomes(SampleScenarios.SmallElements.class, false));
        assertFails("data race on byte[0]", SampleScenarios.SmallElements.class, true);
    }

    /** A thread that has read a racy write may read the overwritten value again, unlike after an opaque write. */
    @Test
    void racyWriteMayRaceOnlyWithReadsOfStrongerMode() {
        assertEquals(Set.of("true true", "true false", "false true", "false false"),
                outcomes(SampleScenarios.RacyElement.class, "reader"));
        assertEquals(Set.of("true true"), outcomes(SampleScenarios.RacyElement.class, "informed reader"));
        for (String other : List.of("plain reader", "writer", "racy writer", "plain writer")) {
            assertFails("data race on Object[0]", SampleScenarios.RacyElement.class, other);
        }
    }

    @Test
    void unmarkedPlainWriteMustNotRace() {
        Mutation unmarked = (method, access) -> access.with(access.read(), Mode.PLAIN);
        Report report = checker.with(unmarked).explore(SampleScenarios.RacyElement.class, "reader");
        assertTrue(report.found().failure().getMessage().contains("data race on Object[0]"), report::toString);
    }

    @Test
    void spuriousFailureDoesNotWaitForNewValue() {
        assertTrue(checker.explore(SampleScenarios.WeakSpin.class).passed());
    }

    /** A line shows the thread, the caller and site, the order, and the write that was read. */
    @Test
    void traceShowsWriteThatWasReadAndOrderOfMutant() {
        Mutation opaque = (method, access) -> access.with(access.read(), Mode.OPAQUE);
        String trace = checker.with(opaque).explore(SampleScenarios.Publication.class).toString();
        assertTrue(trace.matches("(?s).* 2  writer +SampleScenarios[$]Cell[.]publish:\\d+ > "
                + "SampleScenarios[$]Cell[.]setReadyRelease:\\d+ +setRelease [(]as opaque[)] Cell.ready = 1.*"),
                trace);
        assertTrue(trace.matches("(?s).* 3  reader .*getAcquire Cell.ready reads 1 [(]from line 2[)].*"), trace);
    }

    private Set<String> outcomes(Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertTrue(report.passed(), report::toString);
        return report.outcomes();
    }

    private void assertFails(String meaning, Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertNotNull(report.found(), report::toString);
        assertTrue(report.found().failure().getMessage().contains(meaning), report::toString);
    }
}
