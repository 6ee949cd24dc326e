package dev.filch.stress.cores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.RunSettings;
import dev.filch.stress.cores.run.SimulatedRun;
import dev.filch.stress.cores.run.TestCosts;
import dev.filch.stress.cores.run.WorkloadName;
import dev.filch.stress.model.Fibers;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class WorkloadsTest {

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    static Stream<String> works() {
        return WorkloadNames.ALL.stream();
    }

    /** The run itself fails if a message is lost or arrives twice; this test also requires that some arrive. */
    @ParameterizedTest
    @MethodSource("works")
    void everyMessageArrivesExactlyOnce(String work) {
        RunResult few = SimulatedRun.run(work, TestCosts.RECORDED, settings(1, 2));
        assertTrue(few.messages() > 0, few.toString());
        RunResult many = SimulatedRun.run(work, TestCosts.RECORDED, settings(6, 6));
        assertTrue(many.messages() > 0, many.toString());
        RunResult oversubscribed = SimulatedRun.run(work, TestCosts.RECORDED, settings(3, 8));
        assertTrue(oversubscribed.messages() > 0, oversubscribed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"outside/stealing-pool/2:3", "tree/shared-pool/2:3", "burst/shared-pool/4:1"})
    void aPoolHasTheWorkersOfTheWorkloadsName(String work) {
        RunResult result = SimulatedRun.run(work, TestCosts.RECORDED, settings(5, 5));

        assertTrue(result.messages() > 0, result.toString());
        assertEquals(WorkloadName.of(work).workers(), result.receivers());
    }

    @Test
    void theSubmittersOfATrickleTogetherKeepItsRate() {
        // The pool's threads start during this warm-up. After that, as many tasks run as are submitted.
        RunSettings warm = new RunSettings(5, 1, 5, 100, 500_000, 1_500_000, 1);
        RunResult result = SimulatedRun.run("trickle/stealing-pool/3:2/800k", TestCosts.RECORDED, warm);

        // A few tasks may be waiting when the measured time begins or ends.
        assertEquals(1.5 * 800, result.messages(), 24, "800,000 tasks per second for 1.5 ms");
        assertTrue(result.perMessage(Event.LOCKED_INSTRUCTION) >= 1, "a locked instruction publishes each task");
        assertTrue(result.meanWaitNanos() >= 0 && result.meanWaitNanos() < 50_000, result.toString());
    }

    private static RunSettings settings(int cores, int threads) {
        return new RunSettings(cores, 1, threads, 100, 20_000, 150_000, 1);
    }
}
