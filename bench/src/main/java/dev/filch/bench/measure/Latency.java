package dev.filch.bench.measure;

import java.util.Arrays;

/**
 * The distribution of some times.
 *
 * @param p50Nanos the median
 * @param p99Nanos exceeded by one in a hundred
 */
public record Latency(long p50Nanos, long p99Nanos) {

    /** Of at least one time; sorts the array. */
    public static Latency of(long[] nanos) {
        Arrays.sort(nanos);
        return new Latency(percentile(nanos, 50), percentile(nanos, 99));
    }

    /** The smallest value that at least this percentage of all values does not exceed. */
    private static long percentile(long[] sorted, int percent) {
        long rank = (percent * (long) sorted.length + 99) / 100;
        return sorted[(int) rank - 1];
    }
}
