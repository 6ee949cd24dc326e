package dev.filch.bench.measure;

import java.util.List;

/**
 * The figures of one run.
 *
 * @param elapsedNanos the time from the earliest start to the latest end, which the threads concerned read themselves
 * @param cost the other costs
 * @param steals the steals as the executor counts them; null if it does not
 * @param utilisation for each worker, the fraction of the time that it spent inside tasks; null if not measured
 * @param latency the time from the submission of a task to its start; null if not measured
 */
public record Round(long elapsedNanos, Cost cost, Long steals, List<Double> utilisation, Latency latency) {

    /** Creates a round without latencies. */
    public Round(long elapsedNanos, Cost cost, Long steals, List<Double> utilisation) {
        this(elapsedNanos, cost, steals, utilisation, null);
    }
}
