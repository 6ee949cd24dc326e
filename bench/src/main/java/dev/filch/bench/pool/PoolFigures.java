package dev.filch.bench.pool;

import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Result;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The figures of a run. A benchmark sets those that it measures. The others, and those that this platform does not
 * report, are negative. JMH adds up the runs of a fork, so divide what it prints by their number; the {@code bars}
 * command reads each run.
 *
 * <p>Unparks are not counted, because the JVM has no cheap way to do so. Each unpark follows a voluntary context switch
 * of the woken thread, so the number of these is an upper bound.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PoolFigures {

    private static final double UNKNOWN = -1;

    /** Elapsed nanoseconds per task, by the clock reads of producers and workers. */
    public double nanosPerTask;

    /** CPU seconds of producers and workers per million tasks. */
    public double cpuSecondsPerMillion;

    /** Voluntary context switches of the process per thousand tasks. */
    public double sleepsPerThousand;

    /** Bytes that producers and workers allocated per task. */
    public double bytesPerTask;

    /** The median time from a submission to the start of the task. */
    public double p50Micros;

    /** The 99th percentile of these times. */
    public double p99Micros;

    /** CPU milliseconds of a pool per second. */
    public double cpuMillisPerSecond;

    /** Bytes of heap that a pool retains. */
    public double bytes;

    /** Marks all figures as unknown. JMH sets them to zero before each run, which would be known values. */
    private void clear() {
        nanosPerTask = UNKNOWN;
        cpuSecondsPerMillion = UNKNOWN;
        sleepsPerThousand = UNKNOWN;
        bytesPerTask = UNKNOWN;
        p50Micros = UNKNOWN;
        p99Micros = UNKNOWN;
        cpuMillisPerSecond = UNKNOWN;
        bytes = UNKNOWN;
    }

    /** Records the medians of time and costs per task. */
    void recordThroughput(Result result) {
        clear();
        nanosPerTask = result.medianMillis() * 1e6 / result.cell().tasks();
        cpuSecondsPerMillion = result.cpuSecondsPerMillion().orElse(UNKNOWN);
        sleepsPerThousand = perTask(result, Cost::voluntarySwitches, 1e3);
        bytesPerTask = perTask(result, Cost::allocatedBytes, 1);
    }

    /** Records the medians of the latencies and of the workers' costs. */
    void recordLatency(Result result) {
        clear();
        p50Micros = result.medianLatencyMicros(Latency::p50Nanos).orElse(UNKNOWN);
        p99Micros = result.medianLatencyMicros(Latency::p99Nanos).orElse(UNKNOWN);
        cpuSecondsPerMillion = result.cpuSecondsPerMillion().orElse(UNKNOWN);
        sleepsPerThousand = perTask(result, Cost::voluntarySwitches, 1e3);
    }

    /** Records the share of a core that the measured threads used. */
    void recordCpuShare(Cost cost, long elapsedNanos) {
        clear();
        if (cost.threadsCpuNanos() != null) {
            cpuMillisPerSecond = 1e3 * cost.threadsCpuNanos() / elapsedNanos;
        }
    }

    /** Records the bytes per task that the measured threads allocated. */
    void recordAllocation(Cost cost, int tasks) {
        clear();
        if (cost.allocatedBytes() != null) {
            bytesPerTask = (double) cost.allocatedBytes() / tasks;
        }
    }

    /** Records the heap that a pool retains. */
    void recordMemory(double retained) {
        clear();
        bytes = retained;
    }

    private static double perTask(Result result, Function<Cost, Long> figure, double factor) {
        OptionalDouble cost = result.medianCost(figure);
        return cost.isEmpty() ? UNKNOWN : cost.getAsDouble() * factor / result.cell().tasks();
    }
}
