package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WaitingTimesTest {

    @Test
    void percentilesAreMeasuredTimes() {
        WaitingTimes times = new WaitingTimes();
        for (int i = 2_000; i >= 1; i--) {
            times.add(i);
        }
        assertEquals(1_000, times.percentile(50));
        assertEquals(1_980, times.percentile(99));
        assertEquals(1, times.percentile(0));
        assertEquals(2_000, times.percentile(100));
        times.add(5_000);
        assertEquals(5_000, times.percentile(100));
    }

    @Test
    void meanIsTheMeanOfAllTimes() {
        WaitingTimes times = new WaitingTimes();
        assertTrue(Double.isNaN(times.mean()));
        times.add(1);
        times.add(2);
        times.add(9);
        assertEquals(4, times.mean());
    }

    @Test
    void aPercentileWithoutMessagesIsNaN() {
        assertTrue(Double.isNaN(new WaitingTimes().percentile(50)));
    }
}
