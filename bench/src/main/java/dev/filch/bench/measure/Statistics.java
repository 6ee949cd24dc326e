package dev.filch.bench.measure;

import java.util.Collection;

/** The median, which all tables show. */
public final class Statistics {

    private Statistics() {}

    /** Returns the middle value, or the mean of the two middle ones. */
    public static double median(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
