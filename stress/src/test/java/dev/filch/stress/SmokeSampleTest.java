package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.TestInfo;

class SmokeSampleTest {

    private final List<TestInfo> all = StressRunner.allTests();

    @Test
    void aSampleHasMaxTestsDistinctTests() {
        List<TestInfo> sample = SmokeSample.of(all, 1);
        assertEquals(SmokeSample.MAX_TESTS, sample.size());
        assertEquals(SmokeSample.MAX_TESTS, new HashSet<>(sample).size());
        assertTrue(all.containsAll(sample));
    }

    @Test
    void handWrittenTestsAreInEverySample() {
        List<TestInfo> handWritten =
                all.stream().filter(test -> !SmokeSample.isGenerated(test)).collect(Collectors.toList());
        assertTrue(handWritten.size() > 20, handWritten::toString);
        assertTrue(SmokeSample.of(all, 1).containsAll(handWritten));
    }

    @Test
    void theSeedDeterminesTheSample() {
        assertEquals(SmokeSample.of(all, 1), SmokeSample.of(all, 1));
        assertNotEquals(SmokeSample.of(all, 1), SmokeSample.of(all, 2));
    }

    @Test
    void aShortListIsNotSampled() {
        List<TestInfo> few = all.subList(0, 10);
        assertEquals(few, SmokeSample.of(few, System.out));
    }
}
