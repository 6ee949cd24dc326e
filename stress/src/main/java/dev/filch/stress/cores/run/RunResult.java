package dev.filch.stress.cores.run;

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
 * @param medianWaitNanos half of the messages have waited no longer
 * @param p99WaitNanos 99 percent of the messages have waited no longer
 * @param transfers transfers of lines in the measured time, by variable
 */
public record RunResult(
        long messages,
        double perSecond,
        int receivers,
        double leastShare,
        double mostShare,
        double medianWaitNanos,
        double p99WaitNanos,
        Map<String, TransferCount> transfers) {

    /**
     * The mean time between two messages, over all threads.
     *
     * @return in nanoseconds; infinite if there was no message
     */
    public double nanosPerMessage() {
        return 1e9 / perSecond;
    }
}
