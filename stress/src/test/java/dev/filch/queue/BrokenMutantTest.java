package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Mutation;
import dev.filch.stress.model.Report;
import dev.filch.stress.rewrite.Mode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checker finds mistakes that were made in the past, here or elsewhere: one that passes everything would prove
 * nothing.
 */
class BrokenMutantTest {

    static Stream<Arguments> mutants() {
        ScenarioCatalog.Entry lastElements = deque(true, 2, 2, "uoo", "ss");
        ScenarioCatalog.Entry growth = deque(true, 1, 1, "uuo", "ss");
        return Stream.of(
                mutant("Chase-Lev without store-load order", "not linearizable", lastElements,
                        Weakening.ofWrite("setBottomVolatile", Mode.OPAQUE)),
                mutant("Chase-Lev whose owner reads top opaquely", "not linearizable", lastElements,
                        Weakening.ofRead("topVolatile", Mode.OPAQUE)),
                mutant("Chase-Lev whose owner reads top with acquire", "not linearizable", lastElements,
                        Weakening.ofRead("topVolatile", Mode.ACQUIRE)),
                mutant("Chase-Lev whose thief reads bottom with acquire", "not linearizable", lastElements,
                        Weakening.ofRead("bottomVolatile", Mode.ACQUIRE)),
                mutant("a batch whose reservation is not ordered with the read of bottom", "not linearizable",
                        deque(true, 4, 3, "oo", "b"), new Weakening("casTop", Mode.ACQUIRE, Mode.RELEASE)),
                mutant("an iterator whose read of top may miss a steal that the owner has seen", "data race",
                        deque(true, 1, 1, "u", "i", "s"), Weakening.ofRead("topVolatile", Mode.ACQUIRE)),
                mutant("an iterator whose read of bottom may miss a pop", "data race",
                        deque(true, 2, 2, "uou", "i"), Weakening.ofRead("bottomVolatile", Mode.ACQUIRE)),
                mutant("a push that publishes bottom opaquely", "", growth,
                        Weakening.ofWrite("setBottomRelease", Mode.OPAQUE)),
                mutant("a move that publishes the new buffer opaquely", "no more than one attempt",
                        new ScenarioCatalog.Entry(DequeMoveScenario.class, true, 2, 1),
                        Weakening.ofWrite("setBufferRelease", Mode.OPAQUE)),
                mutant("a shared reservation that publishes nothing", "", deque(true, 4, 0, "uuu", "s", "s"),
                        Weakening.ofWrite("casTop", Mode.OPAQUE)),
                mutant("a ring with opaque sequence stores", "data race",
                        new ScenarioCatalog.Entry(RingScenario.class, 1, 0L, 0, new String[] {"o", "p"}),
                        Weakening.ofWrite("setSequenceRelease", Mode.OPAQUE)),
                mutant("an offer that is not ordered with the read of the waiters", "parked for ever",
                        new ScenarioCatalog.Entry(WaiterScenario.class, "op"),
                        new Weakening("getAndAddTail", Mode.ACQUIRE, Mode.RELEASE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void mutantIsCaught(String name, String failure, ScenarioCatalog.Entry scenario, Mutation mutation) {
        Fibers.assumeAvailable();
        Report report = scenario.explore(ScenarioCatalog.bounded().with(mutation));
        assertNotNull(report.found(), report::toString);
        System.out.println("caught as expected: " + name + System.lineSeparator() + "  " + report.found());
        assertTrue(report.found().failure().getMessage().contains(failure), report::toString);
        assertFalse(report.found().trace().isEmpty(), "the failure has a trace");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("originals")
    void originalPasses(ScenarioCatalog.Entry scenario) {
        Fibers.assumeAvailable();
        Report report = scenario.explore(ScenarioCatalog.bounded());
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
    }

    static Stream<ScenarioCatalog.Entry> originals() {
        return Stream.of(new ScenarioCatalog.Entry(WaiterScenario.class, "op"));
    }

    private static Arguments mutant(String name, String failure, ScenarioCatalog.Entry scenario, Mutation mutation) {
        return Arguments.of(name, failure, scenario, mutation);
    }

    private static ScenarioCatalog.Entry deque(
            boolean lifo, int length, int prefilled, String owner, String... thieves) {
        return new ScenarioCatalog.Entry(DequeScenario.class, lifo, 0L, length, prefilled, owner, thieves);
    }
}
