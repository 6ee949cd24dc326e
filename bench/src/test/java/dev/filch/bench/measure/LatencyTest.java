package dev.filch.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void percentilesAreMeasuredTimes() {
        long[] descending = LongStream.rangeClosed(1, 200).map(i -> 201 - i).toArray();

        assertEquals(new Latency(100, 198), Latency.of(descending));
    }

    @Test
    void allPercentilesOfOneTimeAreThatTime() {
        assertEquals(new Latency(7, 7), Latency.of(new long[] {7}));
    }
}
