package dev.filch.bench.measure;

import java.util.Arrays;

/**
 * Two percentiles of times.
 *
 * @param p50Nanos the median
 * @param p99Nanos the 99th percentile
 */
public record Latency(long p50Nanos, long p99Nanos) {

    /** Returns the percentiles of at least one time. Sorts the array. */
    public static Latency of(long[] nanos) {
        Arrays.sort(nanos);
        return new Latency(percentile(nanos, 50), percentile(nanos, 99));
    }

    /** Returns the smallest value that at least this percentage of all values does not exceed. */
    private static long percentile(long[] sorted, int percent) {
        long rank = (percent * (long) sorted.length + 99) / 100;
        return sorted[(int) rank - 1];
    }
}
