package dev.filch.bench.judge;

import java.util.List;

/** What is measured, and under which names JMH reports it; the first name that there is counts. */
public enum Figure {
    /** Time of an operation or a message: a hand-off takes it by its own clocks. */
    TIME("ns", List.of("nanosPerMessage", Figure.SCORE), 0),
    /** Bytes allocated in an operation, or a message, the message itself included. */
    ALLOCATION("B/op", List.of("bytesPerMessage", "gc.alloc.rate.norm"), 0.1),
    /** Bytes that an empty structure takes. */
    FOOTPRINT("B", List.of("bytes"), 0),
    /** Attempts that failed, a message. */
    FAILURES("failed/op", List.of("failuresPerMessage"), 0),
    /** Context switches in a hand-off. */
    SWITCHES("switches", List.of("switches"), 0);

    /** Stands for JMH's own score. */
    public static final String SCORE = "score";

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

    /** How far above its bar it still holds: what the JVM does beside the benchmark counts here, too. */
    double tolerance() {
        return tolerance;
    }
}
