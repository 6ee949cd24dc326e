package dev.filch.pool;

import java.util.Locale;

/**
 * The mean and percentiles of a set of durations, in microseconds; all zero if there were no durations. The pth
 * percentile is the smallest measured duration that at least p per cent of the durations do not exceed, accurate to
 * within 1/64 of its value.
 *
 * @param meanMicros the sum of the durations divided by their number, not rounded to any bucket
 * @param p50Micros the median
 * @param p99Micros the duration that 99 % do not exceed
 * @param p999Micros the duration that 99.9 % do not exceed
 */
public record LatencySummary(double meanMicros, double p50Micros, double p99Micros, double p999Micros) {

    /**
     * Checks the figures.
     *
     * @param meanMicros the mean
     * @param p50Micros the median
     * @param p99Micros the duration that 99 % do not exceed
     * @param p999Micros the duration that 99.9 % do not exceed
     * @throws IllegalArgumentException if a figure is negative, infinite or not a number, or a higher percentile is
     *     less than a lower one
     */
    public LatencySummary {
        Figures.checkNotNegative("meanMicros", meanMicros);
        Figures.checkNotNegative("p50Micros", p50Micros);
        Figures.checkNotNegative("p99Micros", p99Micros);
        Figures.checkNotNegative("p999Micros", p999Micros);
        if (p50Micros > p99Micros || p99Micros > p999Micros) {
            throw new IllegalArgumentException(
                    "percentiles must ascend: " + p50Micros + ", " + p99Micros + ", " + p999Micros);
        }
    }

    /**
     * The figures in one line, rounded.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "mean %.2f µs, p50 %.2f µs, p99 %.2f µs, p99.9 %.2f µs",
                meanMicros, p50Micros, p99Micros, p999Micros);
    }
}
