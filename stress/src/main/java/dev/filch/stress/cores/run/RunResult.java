package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.PathCounts;
import dev.filch.stress.cores.engine.TransferCount;
import java.util.Map;

/**
 * The result of a run on a simulated machine.
 *
 * @param messages the number of messages received in the measured time
 * @param perSecond the number of messages per second
 * @param receivers the number of receiving threads, including starved ones
 * @param leastShare the messages of the thread that received the fewest, as a fraction of the mean
 * @param mostShare the messages of the thread that received the most, as a fraction of the mean
 * @param meanWaitNanos the mean waiting time of messages
 * @param medianWaitNanos the median waiting time
 * @param p99WaitNanos the 99th percentile of the waiting time
 * @param transfers the transfers of lines in the measured time, by variable
 * @param paths all events in the measured time, by the path of their thread
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
     * Returns the mean time between two messages, over all threads.
     *
     * @return the time in nanoseconds; infinite if there was no message
     */
    public double nanosPerMessage() {
        return 1e9 / perSecond;
    }

    /**
     * Returns how often an event occurred per message, on all paths.
     *
     * @param event the event
     * @return the mean; not finite if there was no message
     */
    public double perMessage(Event event) {
        return (double) paths.values().stream().mapToLong(path -> path.all().of(event)).sum() / messages;
    }
}
