package dev.filch.bench.pool;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * How far a pool's percentiles are off. JMH adds up the runs of a fork, so on a terminal divide by their number; the
 * {@code bars} command reads each run.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PercentileErrors {

    /** The largest error of a percentile of the queue times, in per cent of the exact one. */
    public double queueErrorPercent;

    /** The same of the run times. */
    public double runErrorPercent;
}
