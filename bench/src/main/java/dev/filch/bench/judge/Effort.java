package dev.filch.bench.judge;

/**
 * How long a fork takes. The benchmarks' own annotations ask for more; here many forks must fit into an hour.
 *
 * @param warmup how many iterations come first and do not count
 * @param iterations how many count
 * @param millis how long one takes; 0 for shots, which take what they take
 */
public record Effort(int warmup, int iterations, int millis) {

    static final Effort TIMED = new Effort(3, 4, 200);
    static final Effort SHOTS = new Effort(5, 7, 0);

    /** For short shots that run much code: until all of it is compiled. */
    static final Effort WARM_SHOTS = new Effort(25, 9, 0);

    /** For shots that take most of a second because they repeat what they measure. */
    static final Effort LONG_SHOTS = new Effort(3, 5, 0);

    /** For those who need a tenth of a second and more for a shot. */
    static final Effort SLOW_SHOTS = new Effort(2, 4, 0);

    /** For those who need a second for a shot. */
    static final Effort FEW_SHOTS = new Effort(1, 2, 0);

    /** For what does not vary. */
    static final Effort ONCE = new Effort(0, 1, 0);
}
