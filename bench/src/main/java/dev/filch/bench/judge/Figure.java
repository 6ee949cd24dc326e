package dev.filch.bench.judge;

import java.util.List;
import java.util.Locale;

/** A measured figure, and the names under which JMH reports it. The first name with a result counts. */
public enum Figure {
    /** The time of an operation, a message or a task. Shots read the clock themselves. */
    TIME("ns", List.of("nanosPerMessage", "nanosPerTask", Figure.SCORE), 0),
    /** Bytes allocated for an operation, a message or a task, including the message or task. */
    ALLOCATION("B/op", List.of("bytesPerMessage", "bytesPerTask", Figure.ALLOCATION_RATE), 0.1),
    /** Bytes of an empty structure or an idle pool. */
    FOOTPRINT("B", List.of("bytes"), 0),
    /** Failed attempts per message. */
    FAILURES("failed/op", List.of("failuresPerMessage"), 0),
    /** Context switches in a hand-off. */
    SWITCHES("switches", List.of("switches"), 0),
    /** The median time until a task starts. */
    P50("us", List.of("p50Micros"), 0),
    /** The 99th percentile of the time until a task starts. */
    P99("us", List.of("p99Micros"), 0),
    /** CPU milliseconds per second, or thousandths of a core. Less than 0.5 counts as zero. */
    CPU_SHARE("ms/s", List.of("cpuMillisPerSecond"), 0.5),
    /** CPU seconds of producers and workers per million tasks. */
    CPU("s/M", List.of("cpuSecondsPerMillion"), 0),
    /** Voluntary context switches per thousand tasks. */
    SLEEPS("/1000", List.of("sleepsPerThousand"), 0),
    /** The largest error of a percentile of the queue times. */
    QUEUE_ERROR("%", List.of("queueErrorPercent"), 0),
    /** The largest error of a percentile of the run times. */
    RUN_ERROR("%", List.of("runErrorPercent"), 0);

    /** Stands for JMH's own score. */
    private static final String SCORE = "score";

    private static final String ALLOCATION_RATE = "gc.alloc.rate.norm";

    private final String unit;
    private final List<String> names;
    private final double tolerance;

    Figure(String unit, List<String> names, double tolerance) {
        this.unit = unit;
        this.names = names;
        this.tolerance = tolerance;
    }

    /** Returns its unit. */
    public String unit() {
        return unit;
    }

    /** Returns the names that JMH may report it under, the best first. */
    public List<String> names() {
        return names;
    }

    /** Returns whether a name stands for JMH's own score. */
    public static boolean isScore(String name) {
        return name.equals(SCORE);
    }

    /** Returns whether JMH reports the named result per invocation, which may be a whole shot. */
    public static boolean isPerInvocation(String name) {
        return name.equals(SCORE) || name.equals(ALLOCATION_RATE);
    }

    /** Returns its name for a reader. */
    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns how far an amount may exceed its limit, because the JVM's own work counts, too. */
    double tolerance() {
        return tolerance;
    }
}
