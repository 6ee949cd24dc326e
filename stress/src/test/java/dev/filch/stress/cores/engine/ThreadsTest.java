package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.stress.model.Fibers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadsTest {

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    private static String outcome(Class<? extends Program> program) {
        return ProgramRunner.run(new Machine(ProgramRunner.ROUND_COSTS, 4, 1, 1), program);
    }

    @Test
    void aStartTakes10MicrosecondsAndTheThreadBegins50Later() {
        assertEquals("NEW true 10 50 TERMINATED true", outcome(SampleThreads.Starting.class));
    }

    @Test
    void aThreadEndsAfterATimedParkAndAnotherTakesItsPlace() {
        assertEquals("true false refused true 1 2 1 true", outcome(SampleThreads.Retiring.class));
    }

    @Test
    void anInterruptEndsParksUntilItIsCleared() {
        assertEquals("WAITING woken true true false false", outcome(SampleThreads.Interrupting.class));
    }

    @Test
    void aJoinEndsByTimeOutOrInterrupt() {
        assertEquals("2 true interrupted", outcome(SampleThreads.Joining.class));
    }

    @Test
    void threadsDoNotShareThreadLocalValues() {
        assertEquals("null other own main main null", outcome(SampleThreads.Locals.class));
    }
}
