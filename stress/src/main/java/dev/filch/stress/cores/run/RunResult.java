package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.PathCounts;
import dev.filch.stress.cores.engine.TransferCount;
import java.util.Map;

/**
 * What a run on a simulated machine has shown.
 *
 * @param messages how many were received in the measured time
 * @param perSecond the same in a second
 * @param receivers how many threads receive messages; some may have been starved
 * @param leastShare what the thread that has received fewest has, as a fraction of the mean
 * @param mostShare what the thread that has received most has
 * @param meanWaitNanos how long the messages have waited in the mean
 * @param medianWaitNanos half of the messages have waited no longer
 * @param p99WaitNanos 99 percent of the messages have waited no longer
 * @param transfers transfers of lines in the measured time, by variable
 * @param paths all events in the measured time, by the path that the thread was on
 */
public record RunResult(
        long messages,
        double perSecond,
        int receivers,
        double leastShare,
        double mostShare,
        double meanWaitNanos,
        double medianWaitNanos,
        double p99WaitNanos,
        Map<String, TransferCount> transfers,
        Map<String, PathCounts> paths) {

    /**
     * The mean time between two messages, over all threads.
     *
     * @return in nanoseconds; infinite if there was no message
     */
    public double nanosPerMessage() {
        return 1e9 / perSecond;
    }

    /**
     * How often an event occurred for each message, on all paths.
     *
     * @param event which
     * @return the mean; not finite if there was no message
     */
    public double perMessage(Event event) {
        return (double) paths.values().stream().mapToLong(path -> path.all().of(event)).sum() / messages;
    }
}
