package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.filch.internal.scheduler.Histograms;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static Latencies of(long... nanos) {
        return new Latencies(Histograms.of(nanos));
    }

    @Test
    void reportsCountMeanPercentilesAndMaximum() {
        Latencies latencies = of(10, 20, 30, 40);
        assertEquals(4, latencies.count());
        assertEquals(0.025, latencies.meanMicros());
        assertEquals(0.020, latencies.percentileMicros(50));
        assertEquals(0.010, latencies.percentileMicros(0));
        assertEquals(0.040, latencies.percentileMicros(100));
        assertEquals(0.040, latencies.maxMicros());
        assertEquals("mean 0.03 µs, p50 0.02 µs, p99 0.04 µs, p99.9 0.04 µs, p99.99 0.04 µs, max 0.04 µs",
                of(10, 20, 30, 40).toString());
    }

    @Test
    void anEmptyHistogramIsAllZero() {
        Latencies nothing = of();
        assertEquals(0, nothing.count());
        assertEquals(0, nothing.meanMicros());
        assertEquals(0, nothing.percentileMicros(99.9));
        assertEquals(0, nothing.maxMicros());
    }

    @Test
    void addsAndSubtracts() {
        Latencies both = of(10, 20).plus(of(30));
        assertEquals(3, both.count());
        assertEquals(0.020, both.meanMicros(), 1e-12);
        assertEquals(0.030, both.maxMicros());
        Latencies later = both.since(of(30));
        assertEquals(2, later.count());
        assertEquals(0.015, later.meanMicros(), 1e-12);
        assertEquals(0.020, later.maxMicros());
        assertEquals(0, both.since(both).maxMicros());
        assertEquals(1_000.0, of(10, 1_000_000).since(of(10)).maxMicros());
    }

    @Test
    void refusesPercentilesOutsideZeroToOneHundred() {
        for (double percent : new double[] {-0.1, 100.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> of(1).percentileMicros(percent));
        }
    }
}
