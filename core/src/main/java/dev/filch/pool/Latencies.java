package dev.filch.pool;

import dev.filch.internal.scheduler.LatencyHistogram;
import java.util.Locale;

/**
 * A set of measured durations: how many there are, their mean, percentiles and maximum. All are zero if there are none.
 * The pth percentile is the smallest duration that at least p per cent of the durations do not exceed, accurate to
 * within 1/128 of its value. Immutable.
 */
public final class Latencies {

    private final LatencyHistogram.Merged durations;

    Latencies(LatencyHistogram.Merged durations) {
        this.durations = durations;
    }

    /**
     * How many durations were measured.
     *
     * @return their number
     */
    public long count() {
        return durations.count();
    }

    /**
     * The sum of the durations divided by their number, not rounded to any bucket.
     *
     * @return microseconds
     */
    public double meanMicros() {
        return durations.meanMicros();
    }

    /**
     * A percentile.
     *
     * @param percent from 0 to 100: 50 means the median, 99.9 the duration that one in a thousand exceeds
     * @return microseconds
     * @throws IllegalArgumentException if {@code percent} is out of range
     */
    public double percentileMicros(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be between 0 and 100, not " + percent);
        }
        return durations.percentileMicros(percent);
    }

    /**
     * The longest duration, exactly; in a {@linkplain MetricsSnapshot#since difference} it may be rounded as a
     * percentile is.
     *
     * @return microseconds
     */
    public double maxMicros() {
        return durations.maxMicros();
    }

    /**
     * The durations of both.
     *
     * @param other others
     * @return all of them
     */
    public Latencies plus(Latencies other) {
        return new Latencies(durations.plus(other.durations));
    }

    Latencies since(Latencies earlier) {
        return new Latencies(durations.since(earlier.durations));
    }

    /**
     * The figures in one line, rounded.
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
