package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a worker searches, by a clock that goes on by a nanosecond with each pause. */
class SearchSpinTest {

    private static final int LONGEST = 1_600;
    private static final int SHORTEST = LONGEST / 16;

    private long now;
    private final SearchSpin spin = new SearchSpin(() -> now++, LONGEST);

    /** Searches in vain; returns how many pauses the search took. */
    private int search() {
        spin.start();
        int pauses = 0;
        while (spin.pause()) {
            pauses++;
        }
        spin.end(false);
        return pauses;
    }

    private int searchAndSleepLong() {
        int pauses = search();
        now += 1_000_000;
        spin.woken();
        return pauses;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE - LONGEST / 2})
    void beginsWithTheLongestWhereverTheClockStands(long time) {
        now = time;
        assertEquals(LONGEST - 1, search());
    }

    @Test
    void isHalvedWithEachLongSleepDownToNothing() {
        for (int budget = LONGEST; budget > SHORTEST; budget /= 2) {
            assertEquals(budget - 1, searchAndSleepLong());
        }
        assertEquals(0, searchAndSleepLong());
        assertEquals(0, searchAndSleepLong());
    }

    @Test
    void isLongestAgainAfterASearchThatFoundATask() {
        searchAndSleepLong();
        spin.start();
        assertTrue(spin.pause());
        spin.end(true);
        assertEquals(LONGEST - 1, search());
    }

    @Test
    void isLongestAgainAfterAWakeUpThatALongerSearchWouldHaveSpared() {
        for (int i = 0; i < 10; i++) {
            searchAndSleepLong();
        }
        assertEquals(0, search());
        now += LONGEST / 2;
        spin.woken();
        assertEquals(LONGEST - 1, search());
    }

    @Test
    void staysAsItIsWhileNoSleepTellsMore() {
        assertEquals(LONGEST - 1, searchAndSleepLong());
        assertEquals(LONGEST / 2 - 1, search());
        assertEquals(LONGEST / 2 - 1, search());
    }

    @Test
    void oneProcessorNeverSpins() {
        SearchSpin never = new SearchSpin(() -> now++, 0);
        for (int i = 0; i < 3; i++) {
            never.start();
            assertFalse(never.pause());
            never.end(true);
            never.woken();
        }
    }
}
