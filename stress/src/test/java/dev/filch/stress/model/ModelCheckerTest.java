package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.rewrite.Mode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The explorer misses nothing that the memory allows, and says what went wrong. */
class ModelCheckerTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void aWakeUpForNoReasonDoesNotSaveALostOne() {
        assertFails("sleeper is parked for ever", SampleScenarios.LostWakeUp.class, true);
        assertFails("sleeper is parked for ever", SampleScenarios.LostWakeUp.class, false);
    }

    /** States are told apart by all bits of what was read: 0 and -1 have the same hash code, as longs. */
    @Test
    void statesThatDifferInALongAreDifferent() {
        assertEquals(Set.of("-1,-1", "0,-1", "0,0"), outcomes(SampleScenarios.LongReads.class));
    }

    /** An overwritten value may be read anew though an older one was read as often as it may be. */
    @Test
    void eachOverwrittenValueMayBeReadAsOftenAsTheLimitsSay() {
        String[] threads = {"Wx1o Wy1r Wx2o Wz1o", "Rzo Rxo Rxo Rya Rxo"};
        assertTrue(outcomes(LitmusScenario.class, false, threads).contains("10011"));
    }

    @Test
    void aLoopThatNeverEndsFailsWithATrace() {
        assertFails("goes on and on", SampleScenarios.Endless.class, true);
        assertFails("goes on and on", SampleScenarios.Endless.class, false);
    }

    @Test
    void anyExceptionAfterwardsFailsWithATrace() {
        assertFails("expected 0 but was 1", SampleScenarios.ThrowsAfterwards.class);
    }

    @Test
    void aFailureThatTheProgramCatchesIsNotHidden() {
        assertFails("data race on Swallowing.x", SampleScenarios.Swallowing.class, "race");
        assertFails("does not hold: no such task", SampleScenarios.Swallowing.class, "requirement");
        assertFails("not simulated: System.arraycopy", SampleScenarios.Swallowing.class, "again and again");
    }

    /** As volatile accesses, no races: store buffering does not show up. */
    @Test
    void volatileFieldsAreInVolatileOrder() {
        assertEquals(Set.of("01", "10", "11"), outcomes(SampleScenarios.VolatileFields.class));
    }

    @Test
    void elementsOfAllTypesAreSimulated() {
        assertEquals(Set.of("1 b 1 true"), outcomes(SampleScenarios.SmallElements.class, false));
        assertFails("data race on byte[0]", SampleScenarios.SmallElements.class, true);
    }

    /** Who has seen a racy write may see what it has overwritten again, as no opaque write allows. */
    @Test
    void aRacyWriteMayRaceWithReadsOfHigherOrderOnly() {
        assertEquals(Set.of("true true", "true false", "false true", "false false"),
                outcomes(SampleScenarios.RacyElement.class, "reader"));
        assertEquals(Set.of("true true"), outcomes(SampleScenarios.RacyElement.class, "informed reader"));
        for (String other : List.of("plain reader", "writer", "racy writer", "plain writer")) {
            assertFails("data race on Object[0]", SampleScenarios.RacyElement.class, other);
        }
    }

    @Test
    void aPlainWriteThatIsNotMarkedMustNotRace() {
        Mutation unmarked = (method, access) -> access.with(access.read(), Mode.PLAIN);
        Report report = checker.with(unmarked).explore(SampleScenarios.RacyElement.class, "reader");
        assertTrue(report.found().failure().getMessage().contains("data race on Object[0]"), report::toString);
    }

    @Test
    void aComparisonThatFailedForNoReasonNeedsNoNewValueToBeTriedAgain() {
        assertTrue(checker.explore(SampleScenarios.WeakSpin.class).passed());
    }

    /** Who, where and on whose behalf, in which order, and which write was read. */
    @Test
    void aTraceTellsWhichWriteWasReadAndTheOrderThatAMutantHas() {
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
