package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackoffTest {

    @Test
    void pausesGetLongerUpToABound() {
        int first = Backoff.pause(Backoff.START);
        assertEquals(2 * Backoff.START, first);
        int last = first;
        for (int i = 0; i < 100; i++) {
            last = Backoff.pause(last);
        }
        assertEquals(last, Backoff.pause(last));
    }

    /** Distances are differences of positions that wrap around. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void fallingBackEndsHoweverManyElementsWerePassed() {
        for (int passed : new int[] {0, 1, 10, 100, 1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            Backoff.fallBack(passed);
        }
    }

    /** However long a wait lasts, its state stays where turns are given. */
    @Test
    void aLongWaitDoesNotOverflow() {
        int most = 0;
        int looks = 0;
        for (int i = 0; i < 5_000; i++) {
            looks = Backoff.awaitPeer(looks);
            assertTrue(looks > 0);
            most = Math.max(most, looks);
        }
        assertTrue(most <= 512, "turns would be too rare");
    }
}
