package dev.filch.stress.cores;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.RunSettings;
import dev.filch.stress.cores.run.SimulatedRun;
import dev.filch.stress.cores.run.TestCosts;
import dev.filch.stress.model.Fibers;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
class WorkloadsTest {

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    static Stream<String> works() {
        return Works.NAMES.stream();
    }

    /** The run itself fails if a message is lost or arrives twice. */
    @ParameterizedTest
    @MethodSource("works")
    void everyMessageArrivesExactlyOnce(String work) {
        RunResult few = SimulatedRun.run(work, TestCosts.NOTES, settings(1, 2));
        assertTrue(few.messages() > 0, few.toString());
        RunResult many = SimulatedRun.run(work, TestCosts.NOTES, settings(6, 6));
        assertTrue(many.messages() > 0, many.toString());
        RunResult oversubscribed = SimulatedRun.run(work, TestCosts.NOTES, settings(3, 8));
        assertTrue(oversubscribed.messages() > 0, oversubscribed.toString());
    }

    private static RunSettings settings(int cores, int threads) {
        return new RunSettings(cores, 1, threads, 100, 20_000, 150_000, 1);
    }
}
