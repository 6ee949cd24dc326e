package dev.filch.pool;

import dev.filch.internal.scheduler.LatencyHistogram;
import java.util.Locale;

/**
 * A set of measured durations, with their number, mean, percentiles and maximum, all of which are 0 if the set is
 * empty. The pth percentile is the smallest duration that at least p per cent of the durations do not exceed, accurate
 * to within 1/128 of its value. Immutable.
 */
public final class Latencies {

    private final LatencyHistogram.Merged durations;

    Latencies(LatencyHistogram.Merged durations) {
        this.durations = durations;
    }

    /**
     * Returns the number of durations.
     *
     * @return the number of durations
     */
    public long count() {
        return durations.count();
    }

    /**
     * Returns the mean of the durations. It is computed from their exact sum, not from rounded values.
     *
     * @return the mean in microseconds
     */
    public double meanMicros() {
        return durations.meanMicros();
    }

    /**
     * Returns a percentile.
     *
     * @param percent from 0 to 100: 50 means the median, 99.9 the duration that one in a thousand exceeds
     * @return the percentile in microseconds
     * @throws IllegalArgumentException if {@code percent} is out of range
     */
    public double percentileMicros(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be between 0 and 100, not " + percent);
        }
        return durations.percentileMicros(percent);
    }

    /**
     * Returns the longest duration. It is exact, except that in a {@linkplain MetricsSnapshot#since difference} it may
     * be rounded like a percentile.
     *
     * @return the maximum in microseconds
     */
    public double maxMicros() {
        return durations.maxMicros();
    }

    /**
     * Returns the union of this set and another one.
     *
     * @param other the other set
     * @return the durations of both sets
     * @throws NullPointerException if {@code other} is null
     */
    public Latencies plus(Latencies other) {
        return new Latencies(durations.plus(other.durations));
    }

    Latencies since(Latencies earlier) {
        return new Latencies(durations.since(earlier.durations));
    }

    /**
     * Returns the mean, percentiles and maximum, rounded, in one line.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "mean %.2f µs, p50 %.2f µs, p99 %.2f µs, p99.9 %.2f µs, p99.99 %.2f µs, max %.2f µs", meanMicros(),
                percentileMicros(50), percentileMicros(99), percentileMicros(99.9),
                percentileMicros(99.99), maxMicros());
    }
}
