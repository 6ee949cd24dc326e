package dev.filch.stress.cores.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The runs on the classes of the baseline, and the ratios of other runs to them. */
final class Baselines {

    private final Map<Point, PointResult> results = new HashMap<>();
    private final boolean exist;

    /** Creates an empty set; {@code exist} says whether runs on a baseline will follow. */
    Baselines(boolean exist) {
        this.exist = exist;
    }

    static Baselines of(Collection<PointResult> results) {
        Baselines baselines = new Baselines(results.stream().anyMatch(result -> result.point().name().baseline()));
        results.forEach(baselines::add);
        return baselines;
    }

    /** Adds a run, if it is on the baseline. */
    void add(PointResult result) {
        if (result.point().name().baseline()) {
            results.put(result.point(), result);
        }
    }

    boolean exist() {
        return exist;
    }

    /** Returns the ratio of a run's messages per second to those of the same run on the baseline; NaN if unknown. */
    double rateRatio(PointResult result) {
        return ratio(result, PointResult::millionsPerSecond);
    }

    /** Returns the ratio of a run's mean waiting time to that of the same run on the baseline; NaN if unknown. */
    double waitRatio(PointResult result) {
        return ratio(result, run -> run.result().meanWaitNanos());
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
