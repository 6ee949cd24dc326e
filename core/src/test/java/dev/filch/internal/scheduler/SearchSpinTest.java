package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpinTest {

    private static final int MAX_ROUNDS = 64;
    private static final long SHORT_SLEEP = 1_000;
    private static final long LONG_SLEEP = 1_000_000;

    private long now;
    private final SearchSpin spin = new SearchSpin(() -> now, MAX_ROUNDS);

    /** Makes a search that finds nothing; returns its number of rounds. */
    private int search() {
        spin.start();
        int rounds = 0;
        while (spin.pause()) {
            rounds++;
        }
        return rounds;
    }

    private int searchAndSleep(long nanos) {
        int rounds = search();
        now += nanos;
        spin.woken();
        return rounds;
    }

    @Test
    void firstSearchIsTheLongest() {
        assertEquals(MAX_ROUNDS, search());
    }

    @Test
    void eachLongSleepHalvesTheSearchDownToZero() {
        for (int rounds = MAX_ROUNDS; rounds > 0; rounds /= 2) {
            assertEquals(rounds, searchAndSleep(LONG_SLEEP));
        }
        assertEquals(0, searchAndSleep(LONG_SLEEP));
        assertEquals(0, searchAndSleep(LONG_SLEEP));
    }

    @Test
    void searchIsLongestAgainAfterOneThatFoundATask() {
        searchAndSleep(LONG_SLEEP);
        spin.start();
        assertTrue(spin.pause());
        spin.found();
        assertEquals(MAX_ROUNDS, search());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE - SHORT_SLEEP / 2})
    void searchIsLongestAgainAfterAShortSleepAtAnyTime(long time) {
        for (int i = 0; i < 10; i++) {
            searchAndSleep(LONG_SLEEP);
        }
        now = time;
        assertEquals(0, searchAndSleep(SHORT_SLEEP));
        assertEquals(MAX_ROUNDS, search());
    }

    @Test
    void searchStaysTheSameWithoutASleep() {
        searchAndSleep(LONG_SLEEP);
        assertEquals(MAX_ROUNDS / 2, search());
        assertEquals(MAX_ROUNDS / 2, search());
    }

    @Test
    void searchWithoutRoundsNeverSpins() {
        SearchSpin never = new SearchSpin(() -> now, 0);
        for (int i = 0; i < 3; i++) {
            never.start();
            assertFalse(never.pause());
            never.found();
            never.woken();
        }
    }
}
