package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A seed chooses the same pools each time, and all kinds of them come up. */
class SoakConfigTest {

    private static final int CHOICES = 1000;

    private static SoakConfig choose(int number) {
        return SoakConfig.choose(number, new SplittableRandom(number));
    }

    private static Set<Object> all(Function<SoakConfig, Object> part) {
        return IntStream.range(0, CHOICES).mapToObj(SoakConfigTest::choose).map(part)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void theSameSeedChoosesTheSamePool() {
        for (int number = 0; number < CHOICES; number++) {
            assertEquals(choose(number).toString(), choose(number).toString());
        }
    }

    @Test
    void everyKindOfPoolComesUp() {
        assertEquals(Set.of(PoolKind.values()), all(SoakConfig::kind));
        assertEquals(Set.of(SoakConfig.End.values()), all(SoakConfig::end));
        assertEquals(Set.of(SoakThreads.Manner.values()), all(SoakConfig::threads));
        assertEquals(Set.of(SoakHandler.Manner.values()), all(SoakConfig::handler));
        assertEquals(SoakListener.Manner.values().length + 1, all(SoakConfig::listener).size());
        assertEquals(SoakDecorator.Manner.values().length + 1, all(SoakConfig::decorator).size());
        assertEquals(Set.of(TaskTiming.values()), all(SoakConfig::timing));
        assertEquals(Set.of(SoakRecording.Manner.values()), all(SoakConfig::recording));
        assertEquals(Set.of(1, 2, 3, 4, 5, 6, 7, 8), all(SoakConfig::workers));
        assertEquals(Set.of(0, 1, 2, 3, 256), all(SoakConfig::maxSpares));
        assertEquals(Set.of(true, false), all(SoakConfig::isBounded));
        // The policies that block do so for different times.
        assertEquals(Set.of("ABORT", "CALLER_RUNS", "DISCARD", "DISCARD_OLDEST", "BLOCK"),
                all(config -> config.policy().toString().split(" ")[0]));
        assertEquals(Set.of(true, false), all(SoakConfig::startsAtOnce));
        assertEquals(Set.of(true, false), all(SoakConfig::clientsWait));
        assertEquals(Set.of(true, false), all(SoakConfig::virtualClients));
        assertEquals(Set.of(true, false), all(SoakConfig::usesPoolDirectly));
        assertEquals(Set.of(true, false), all(config -> config.guard().isZero()));
        assertEquals(Set.of(true, false), all(config -> config.keepAlive() == null));
    }
}
