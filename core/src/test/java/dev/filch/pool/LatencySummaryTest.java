package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class LatencySummaryTest {

    @ParameterizedTest
    @CsvSource({"-1,0,0,0", "0,-1,0,0", "0,0,-1,0", "0,0,0,-1", "NaN,0,0,0", "0,NaN,1,2", "0,1,NaN,2", "0,0,0,NaN",
        "Infinity,0,0,0", "0,0,0,Infinity", "5,3,2,4", "5,1,4,3"})
    void refusesWhatCannotBe(double mean, double p50, double p99, double p999) {
        assertThrows(IllegalArgumentException.class, () -> new LatencySummary(mean, p50, p99, p999));
    }

    @Test
    void isReadable() {
        assertEquals("mean 1.50 µs, p50 1.00 µs, p99 2.00 µs, p99.9 1000.25 µs",
                new LatencySummary(1.5, 1, 2, 1000.25).toString());
    }
}
