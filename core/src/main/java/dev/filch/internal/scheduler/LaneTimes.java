package dev.filch.internal.scheduler;

/** The times that tasks of one lane have waited in queues, and run. */
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
