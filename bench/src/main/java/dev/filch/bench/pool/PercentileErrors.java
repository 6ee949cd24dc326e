package dev.filch.bench.pool;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The errors of a pool's percentiles. JMH adds up the runs of a fork, so divide what it prints by their number; the
 * {@code bars} command reads each run.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PercentileErrors {

    /** The largest error of a percentile of the queue times, in percent of the exact value. */
    public double queueErrorPercent;

    /** The same for the run times. */
    public double runErrorPercent;
}
