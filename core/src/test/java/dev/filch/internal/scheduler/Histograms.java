package dev.filch.internal.scheduler;

import java.util.List;

/** Histograms of given durations. */
public final class Histograms {

    private Histograms() {
    }

    public static LatencyHistogram.Merged of(long... nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long each : nanos) {
            histogram.record(each);
        }
        return LatencyHistogram.merge(List.of(histogram));
    }
}
