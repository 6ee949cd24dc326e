package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadsTest {

    private static final List<String> QUEUES = List.of("ring", "injector", "clq", "ltq", "jctools", "lock-mcs",
            "lock-ticket", "lock-tas", "plain-ring", "michael-scott");

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    static Stream<String> works() {
        List<String> works = new ArrayList<>(List.of("hand-off/ring-batch", "steal/deque", "hand-off/ticket-ring",
                "hand-off/injector-x2", "hand-off/injector-x8"));
        QUEUES.forEach(queue -> works.addAll(List.of("hand-off/" + queue, "pairs/" + queue)));
        for (String pool : List.of("stealing-pool", "shared-pool")) {
            for (String source : List.of("outside", "trickle", "burst", "tree")) {
                works.add(source + "/" + pool);
            }
        }
        return works.stream();
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
        return new RunSettings(cores, 1, threads, 100, 20_000, 60_000, 1);
    }
}
