package dev.filch.bench.measure;

import java.util.List;

/**
 * The figures of one run.
 *
 * @param elapsedNanos from the earliest start to the latest end, each taken by the thread that it is about
 * @param cost what else it cost
 * @param steals as the executor counts them; null where it does not
 * @param utilisation per worker, the part of the time that it spent inside tasks; null where that was not measured
 * @param latency from the submission of a task to its start; null where that was not measured
 */
public record Round(long elapsedNanos, Cost cost, Long steals, List<Double> utilisation, Latency latency) {

    /** Where latencies were not measured. */
    public Round(long elapsedNanos, Cost cost, Long steals, List<Double> utilisation) {
        this(elapsedNanos, cost, steals, utilisation, null);
    }
}
