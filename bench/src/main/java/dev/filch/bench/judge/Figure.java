package dev.filch.bench.judge;

import java.util.List;
import java.util.Locale;

/** What is measured, and under which names JMH reports it; the first name that there is counts. */
public enum Figure {
    /** Time of an operation, a message or a task: shots take it by their own clocks. */
    TIME("ns", List.of("nanosPerMessage", "nanosPerTask", Figure.SCORE), 0),
    /** Bytes allocated in an operation, or for a message or a task, which is itself included. */
    ALLOCATION("B/op", List.of("bytesPerMessage", "bytesPerTask", Figure.ALLOCATION_RATE), 0.1),
    /** Bytes that an empty structure or an idle pool takes. */
    FOOTPRINT("B", List.of("bytes"), 0),
    /** Attempts that failed, a message. */
    FAILURES("failed/op", List.of("failuresPerMessage"), 0),
    /** Context switches in a hand-off. */
    SWITCHES("switches", List.of("switches"), 0),
    /** Half of the tasks start within this time. */
    P50("us", List.of("p50Micros"), 0),
    /** All tasks but one in a hundred start within this time. */
    P99("us", List.of("p99Micros"), 0),
    /** CPU milliseconds in a second: a thousandth of a core. Below half of one is none. */
    CPU_SHARE("ms/s", List.of("cpuMillisPerSecond"), 0.5),
    /** CPU seconds of producers and workers for a million tasks. */
    CPU("s/M", List.of("cpuSecondsPerMillion"), 0),
    /** Context switches of threads that went to sleep, for a thousand tasks. */
    SLEEPS("/1000", List.of("sleepsPerThousand"), 0),
    /** How far a percentile of the queue times is off, the worst of them. */
    QUEUE_ERROR("%", List.of("queueErrorPercent"), 0),
    /** How far a percentile of the run times is off, the worst of them. */
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

    /** In which unit it is given. */
    public String unit() {
        return unit;
    }

    /** What JMH may call it, the best name first. */
    public List<String> names() {
        return names;
    }

    /** Whether a name stands for JMH's own score. */
    public static boolean isScore(String name) {
        return name.equals(SCORE);
    }

    /** Whether JMH takes what has this name for each invocation, which may be a whole shot. */
    public static boolean isPerInvocation(String name) {
        return name.equals(SCORE) || name.equals(ALLOCATION_RATE);
    }

    /** Its name for a reader. */
    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How far above its bar an amount still holds: what the JVM does beside the benchmark counts here, too. */
    double tolerance() {
        return tolerance;
    }
}
