package dev.filch.bench.judge;

/**
 * The iterations of a fork. They are fewer and shorter than the benchmarks' own annotations ask for, because many forks
 * must fit into an hour.
 *
 * @param warmup the number of iterations before the measurement
 * @param iterations the number of measured iterations
 * @param millis the length of an iteration; 0 for shots, which have no set length
 */
public record Effort(int warmup, int iterations, int millis) {

    static final Effort TIMED = new Effort(3, 4, 200);
    static final Effort SHOTS = new Effort(5, 7, 0);

    /** For short shots that run much code, so that all of it is compiled. */
    static final Effort WARM_SHOTS = new Effort(25, 9, 0);

    /** For shots that repeat what they measure, and so take most of a second. */
    static final Effort LONG_SHOTS = new Effort(3, 5, 0);

    /** For contenders with shots of a tenth of a second or more. */
    static final Effort SLOW_SHOTS = new Effort(2, 4, 0);

    /** For contenders with shots of a second. */
    static final Effort FEW_SHOTS = new Effort(1, 2, 0);

    /** For figures that do not vary. */
    static final Effort ONCE = new Effort(0, 1, 0);
}
