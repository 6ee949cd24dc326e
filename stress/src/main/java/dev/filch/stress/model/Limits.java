package dev.filch.stress.model;

/**
 * The limits of an exploration.
 *
 * @param preemptions the maximum number of preemptions in one execution: switches away from a thread that could
 *     continue; negative for no limit
 * @param staleReads how often in succession a thread may read an overwritten value
 * @param spuriousFailures how many weak comparisons may fail spuriously in one execution
 * @param spuriousWakeUps how many parks may end spuriously in one execution
 * @param timeouts how many timed parks may time out in one execution while another thread can continue; if none can,
 *     timeouts do not count
 * @param impatience how many bounded waits may be given up in one execution
 * @param steps the maximum number of steps of one execution; a longer one fails, since it does not terminate
 * @param states the maximum number of states; beyond it the exploration is incomplete
 */
public record Limits(int preemptions, int staleReads, int spuriousFailures, int spuriousWakeUps, int timeouts,
        int impatience, int steps, int states) {

    /** No limit on preemptions; the other limits suffice for short scenarios. */
    public static final Limits DEFAULT = new Limits(-1, 2, 1, 1, 1, 1, 400, 20_000_000);

    /**
     * A copy with a limit on preemptions.
     *
     * @param maximum the limit; negative for none
     * @return the copy
     */
    public Limits withPreemptions(int maximum) {
        return new Limits(
                maximum, staleReads, spuriousFailures, spuriousWakeUps, timeouts, impatience, steps, states);
    }

    /**
     * A copy with a limit on timeouts.
     *
     * @param maximum the limit
     * @return the copy
     */
    public Limits withTimeouts(int maximum) {
        return new Limits(
                preemptions, staleReads, spuriousFailures, spuriousWakeUps, maximum, impatience, steps, states);
    }

    /**
     * A copy with a limit on states.
     *
     * @param maximum the limit
     * @return the copy
     */
    public Limits withStates(int maximum) {
        return new Limits(
                preemptions, staleReads, spuriousFailures, spuriousWakeUps, timeouts, impatience, steps, maximum);
    }

    /** The limits, as text for a report. */
    String describe() {
        return (preemptions < 0 ? "" : "preemptions " + preemptions + ", ") + "stale reads " + staleReads
                + ", spurious failures " + spuriousFailures + ", spurious wake-ups " + spuriousWakeUps
                + ", timeouts " + timeouts + ", waits given up " + impatience;
    }
}
