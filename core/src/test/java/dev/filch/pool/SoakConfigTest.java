package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A seed always chooses the same pools, and the choices cover all kinds. */
class SoakConfigTest {

    private static final int CHOICES = 1000;

    private static SoakConfig choose(int number) {
        return SoakConfig.choose(number, new SplittableRandom(number));
    }

    private static Set<Object> allChoices(Function<SoakConfig, Object> component) {
        return IntStream.range(0, CHOICES).mapToObj(SoakConfigTest::choose).map(component)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void theSameSeedChoosesTheSamePool() {
        for (int number = 0; number < CHOICES; number++) {
            assertEquals(choose(number).toString(), choose(number).toString());
        }
    }

    @Test
    void theChoicesCoverEveryKindOfPool() {
        assertEquals(Set.of(PoolKind.values()), allChoices(SoakConfig::kind));
        assertEquals(Set.of(SoakConfig.End.values()), allChoices(SoakConfig::end));
        assertEquals(Set.of(SoakThreads.Manner.values()), allChoices(SoakConfig::threads));
        assertEquals(Set.of(SoakHandler.Manner.values()), allChoices(SoakConfig::handler));
        assertEquals(SoakListener.Manner.values().length + 1, allChoices(SoakConfig::listener).size());
        assertEquals(SoakDecorator.Manner.values().length + 1, allChoices(SoakConfig::decorator).size());
        assertEquals(Set.of(TaskTiming.values()), allChoices(SoakConfig::timing));
        assertEquals(Set.of(SoakRecording.Manner.values()), allChoices(SoakConfig::recording));
        assertEquals(Set.of(1, 2, 3, 4, 5, 6, 7, 8), allChoices(SoakConfig::workers));
        assertEquals(Set.of(0, 1, 2, 3, 256), allChoices(SoakConfig::maxSpares));
        assertEquals(Set.of(true, false), allChoices(SoakConfig::isBounded));
        // Only the first word of a policy counts: blocking ones have different timeouts.
        assertEquals(Set.of("ABORT", "CALLER_RUNS", "DISCARD", "DISCARD_OLDEST", "BLOCK"),
                allChoices(config -> config.policy().toString().split(" ")[0]));
        assertEquals(Set.of(true, false), allChoices(SoakConfig::startsAtOnce));
        assertEquals(Set.of(true, false), allChoices(SoakConfig::clientsWait));
        assertEquals(Set.of(true, false), allChoices(SoakConfig::virtualClients));
        assertEquals(Set.of(true, false), allChoices(SoakConfig::usesPoolDirectly));
        assertEquals(Set.of(true, false), allChoices(config -> config.guard().isZero()));
        assertEquals(Set.of(true, false), allChoices(config -> config.keepAlive() == null));
    }
}
