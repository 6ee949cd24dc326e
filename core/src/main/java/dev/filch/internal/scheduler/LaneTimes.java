package dev.filch.internal.scheduler;

/** How long tasks of one lane have waited and run. */
final class LaneTimes {

    private final LatencyHistogram queueTimes = new LatencyHistogram();
    private final LatencyHistogram runTimes = new LatencyHistogram();

    LatencyHistogram queueTimes() {
        return queueTimes;
    }

    LatencyHistogram runTimes() {
        return runTimes;
    }
}
