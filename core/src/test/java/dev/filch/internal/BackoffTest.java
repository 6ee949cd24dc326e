package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @Test
    void pausesGrowUpToABound() {
        int first = Backoff.pause(Backoff.START);
        assertEquals(2 * Backoff.START, first);
        int last = first;
        for (int i = 0; i < 100; i++) {
            last = Backoff.pause(last);
        }
        assertEquals(last, Backoff.pause(last));
    }

    @ParameterizedTest
    @CsvSource({"1, 6000", "4, 6000", "5, 7500", "8, 12000", "16, 24000", "17, 24000", "2147483647, 24000"})
    void longestPauseGrowsWithTheNumberOfProcessorsWithinBounds(int processors, int nanos) {
        assertEquals(nanos, Backoff.longestPause(processors));
    }

    /** Spins count towards the next yield; backing off does not. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void backingOffEndsForAnyNumberOfPassedElements() {
        for (long passed : new long[] {1, 10, 100, 1_000_000, Long.MAX_VALUE}) {
            assertEquals(7, Backoff.awaitPeer(7, passed));
        }
        for (long passed : new long[] {0, -1, Long.MIN_VALUE}) {
            assertEquals(8, Backoff.awaitPeer(7, passed));
        }
    }

    /** However long a wait lasts, its state stays in the range in which the thread yields. */
    @Test
    void spinCountStaysBoundedInALongWait() {
        int max = 0;
        int spins = 0;
        for (int i = 0; i < 5_000; i++) {
            spins = Backoff.awaitPeer(spins);
            assertTrue(spins > 0);
            max = Math.max(max, spins);
        }
        assertTrue(max <= 512, "expected at most 512 spins between yields, but the count reached " + max);
    }
}
