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
 * The figures of a run. A benchmark sets those that it is about; the others, and what this platform does not tell, are
 * negative. JMH adds up the runs of a fork, so on a terminal divide by their number; the {@code bars} command reads
 * each run.
 *
 * <p>Unparks are not counted: nothing in the JVM does so cheaply. Each costs the waked thread a voluntary context
 * switch, so these bound them.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PoolFigures {

    private static final double UNKNOWN = -1;

    /** Elapsed nanoseconds a task, by the clocks of producers and workers. */
    public double nanosPerTask;

    /** CPU seconds of producers and workers for a million tasks. */
    public double cpuSecondsPerMillion;

    /** Context switches of threads of the process that went to sleep, for a thousand tasks. */
    public double sleepsPerThousand;

    /** Bytes that producers and workers allocated for a task. */
    public double bytesPerTask;

    /** The median time from a submission to the start of the task. */
    public double p50Micros;

    /** The 99th percentile of these times. */
    public double p99Micros;

    /** CPU time that a pool uses in a second. */
    public double cpuMillisPerSecond;

    /** Bytes of heap that a pool retains. */
    public double bytes;

    /** JMH sets the fields to zero before each run, which would be known figures. */
    private void forget() {
        nanosPerTask = UNKNOWN;
        cpuSecondsPerMillion = UNKNOWN;
        sleepsPerThousand = UNKNOWN;
        bytesPerTask = UNKNOWN;
        p50Micros = UNKNOWN;
        p99Micros = UNKNOWN;
        cpuMillisPerSecond = UNKNOWN;
        bytes = UNKNOWN;
    }

    /** The medians of time and costs, by the task. */
    void recordThroughput(Result result) {
        forget();
        nanosPerTask = result.medianMillis() * 1e6 / result.cell().tasks();
        cpuSecondsPerMillion = result.cpuSecondsPerMillion().orElse(UNKNOWN);
        sleepsPerThousand = perTask(result, Cost::voluntarySwitches, 1e3);
        bytesPerTask = perTask(result, Cost::allocatedBytes, 1);
    }

    /** The medians of the latencies, and of what the workers cost. */
    void recordLatency(Result result) {
        forget();
        p50Micros = result.medianLatencyMicros(Latency::p50Nanos).orElse(UNKNOWN);
        p99Micros = result.medianLatencyMicros(Latency::p99Nanos).orElse(UNKNOWN);
        cpuSecondsPerMillion = result.cpuSecondsPerMillion().orElse(UNKNOWN);
        sleepsPerThousand = perTask(result, Cost::voluntarySwitches, 1e3);
    }

    /** What the metered threads used of a core. */
    void recordCpuShare(Cost cost, long elapsedNanos) {
        forget();
        if (cost.threadsCpuNanos() != null) {
            cpuMillisPerSecond = 1e3 * cost.threadsCpuNanos() / elapsedNanos;
        }
    }

    /** What the metered threads allocated, by the task. */
    void recordAllocation(Cost cost, int tasks) {
        forget();
        if (cost.allocatedBytes() != null) {
            bytesPerTask = (double) cost.allocatedBytes() / tasks;
        }
    }

    /** The heap that a pool retains. */
    void recordMemory(double retained) {
        forget();
        bytes = retained;
    }

    private static double perTask(Result result, Function<Cost, Long> figure, double factor) {
        OptionalDouble cost = result.medianCost(figure);
        return cost.isEmpty() ? UNKNOWN : cost.getAsDouble() * factor / result.cell().tasks();
    }
}
