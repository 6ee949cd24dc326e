package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

@Timeout(30)
class PaddedWordTest {

    @Test
    void getAndAddReturnsThePreviousValue() {
        PaddedWord word = new PaddedWord();
        assertEquals(0, word.getAndAddValue(5));
        assertEquals(5, word.getAndAddValue(-7));
        assertEquals(-2, word.valueVolatile());
        assertEquals(-2, word.getAndAddValue(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE - 2, word.getAndAddValue(3));
        assertEquals(Long.MIN_VALUE, word.valueVolatile(), "expected the sum to wrap around");
    }

    @Test
    void casReplacesOnlyTheExpectedValue() {
        PaddedWord word = new PaddedWord();
        assertFalse(word.casValue(1, 2));
        assertTrue(word.casValue(0, 2));
        assertEquals(2, word.valueVolatile());
    }

    @Test
    void concurrentIncrementsStopAtTheBound() throws Exception {
        PaddedWord word = new PaddedWord();
        int bound = 10_000;
        int increments = 0;
        for (int mine : Together.run(4, index -> {
            int count = 0;
            while (word.incrementIfLess(bound)) {
                count++;
            }
            return count;
        })) {
            increments += mine;
        }
        assertEquals(bound, increments);
        assertEquals(bound, word.valueVolatile());
        assertFalse(word.incrementIfLess(bound - 1));
    }

    @Test
    void getAndIncrementIfLessReturnsThePreviousValue() {
        PaddedWord word = new PaddedWord();
        assertEquals(0, word.getAndIncrementIfLess(2));
        assertEquals(1, word.getAndIncrementIfLess(2));
        assertEquals(2, word.getAndIncrementIfLess(2));
        assertEquals(2, word.getAndIncrementIfLess(1));
        assertEquals(2, word.valueVolatile());
    }

    @Test
    void noAdditionIsLost() throws Exception {
        PaddedWord word = new PaddedWord();
        int threads = 4;
        int additions = 100_000;
        Together.run(threads, index -> {
            for (int i = 0; i < additions; i++) {
                if (index % 2 == 0) {
                    word.getAndAddValue(3);
                } else {
                    long seen = word.valueVolatile();
                    while (!word.casValue(seen, seen + 3)) {
                        seen = word.valueVolatile();
                    }
                }
            }
            return null;
        });
        assertEquals(3L * threads * additions, word.valueVolatile());
    }

    @Test
    void valueIsPaddedOnBothSides() {
        ClassLayout layout = ClassLayout.parseClass(PaddedWord.class);
        FieldLayout value =
                layout.fields().stream().filter(field -> field.name().equals("value")).findFirst().orElseThrow();
        assertTrue(value.offset() >= 128, layout::toPrintable);
        assertTrue(layout.instanceSize() - value.offset() - value.size() >= 128, layout::toPrintable);
    }
}
