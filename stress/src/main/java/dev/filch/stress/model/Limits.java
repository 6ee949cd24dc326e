package dev.filch.stress.model;

/**
 * What bounds an exploration.
 *
 * @param preemptions how often a thread that could go on may be interrupted by another; negative is without bound
 * @param staleReads how often in succession a thread may read a value after it was overwritten
 * @param spuriousFailures how many weak comparisons in one execution may fail for no reason
 * @param spuriousWakeUps how many parks in one execution may end for no reason
 * @param timeouts how many timed parks in one execution may end by their time while others can go on; when none can,
 *     time passes in any case
 * @param impatience how often in one execution a wait that is bounded may be given up; otherwise it lasts until it is
 *     over
 * @param steps how many accesses one execution may have; a longer one fails as endless
 * @param states how many states are remembered before the exploration gives up
 */
public record Limits(int preemptions, int staleReads, int spuriousFailures, int spuriousWakeUps, int timeouts,
        int impatience, int steps, int states) {

    /** No bound on preemptions; enough of the others for short scenarios. */
    public static final Limits DEFAULT = new Limits(-1, 2, 1, 1, 1, 1, 400, 20_000_000);

    /**
     * The same with a bound on preemptions.
     *
     * @param most how many there may be; negative is without bound
     * @return other limits
     */
    public Limits withPreemptions(int most) {
        return new Limits(
                most, staleReads, spuriousFailures, spuriousWakeUps, timeouts, impatience, steps, states);
    }

    /**
     * The same with a bound on early ends of timed parks.
     *
     * @param most how many there may be
     * @return other limits
     */
    public Limits withTimeouts(int most) {
        return new Limits(
                preemptions, staleReads, spuriousFailures, spuriousWakeUps, most, impatience, steps, states);
    }

    /**
     * The same with another bound on the states that are remembered.
     *
     * @param most after how many the exploration gives up
     * @return other limits
     */
    public Limits withStates(int most) {
        return new Limits(
                preemptions, staleReads, spuriousFailures, spuriousWakeUps, timeouts, impatience, steps, most);
    }

    /** The bounds that narrow an exploration, for its report. */
    String describe() {
        return (preemptions < 0 ? "" : "preemptions " + preemptions + ", ") + "stale reads " + staleReads
                + ", spurious failures " + spuriousFailures + ", spurious wake-ups " + spuriousWakeUps
                + ", timeouts " + timeouts + ", waits given up " + impatience;
    }
}
