package dev.filch.stress.cores.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The runs on the classes of the baseline, and how others compare with them. */
final class Baselines {

    private final Map<Point, PointResult> results = new HashMap<>();
    private final boolean exist;

    /** Without runs as yet; {@code exist} says whether there will be any. */
    Baselines(boolean exist) {
        this.exist = exist;
    }

    static Baselines of(Collection<PointResult> results) {
        Baselines baselines = new Baselines(results.stream().anyMatch(result -> result.point().name().baseline()));
        results.forEach(baselines::add);
        return baselines;
    }

    /** Takes note of a run if it is one on the baseline. */
    void add(PointResult result) {
        if (result.point().name().baseline()) {
            results.put(result.point(), result);
        }
    }

    boolean exist() {
        return exist;
    }

    /** The messages in a second, divided by those of the same work on the baseline; NaN if that is not known. */
    double ofRates(PointResult result) {
        return ratio(result, PointResult::millionsPerSecond);
    }

    /** The mean waiting time, divided by that of the same work on the baseline; NaN if that is not known. */
    double ofWaits(PointResult result) {
        return ratio(result, one -> one.result().meanWaitNanos());
    }

    private double ratio(PointResult result, ToDoubleFunction<PointResult> figure) {
        if (!exist || result.point().name().baseline()) {
            return Double.NaN;
        }
        PointResult baseline = results.get(result.point().onBaseline());
        return baseline == null || baseline.failed() || result.failed()
                ? Double.NaN
                : figure.applyAsDouble(result) / figure.applyAsDouble(baseline);
    }
}
