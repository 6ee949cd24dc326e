package dev.filch.pool;

/** The tasks of a lane as JMX shows them, as composite data; {@link LaneSnapshot} says what the numbers mean. */
public interface LaneBean {

    /**
     * How many tasks were put into queues.
     *
     * @return their number
     */
    long getSubmitted();

    /**
     * How many tasks are queued.
     *
     * @return their number
     */
    long getQueued();

    /**
     * How long the oldest timed task in the queues has waited; the oldest of all tasks has waited at least as long.
     * {@link LaneSnapshot#oldest} says which tasks count.
     *
     * @return in milliseconds; 0 if there is none
     */
    double getOldestMillis();

    /**
     * How long tasks have waited.
     *
     * @return the durations of those that are timed
     */
    LatencyBean getQueueTime();

    /**
     * How long tasks have run.
     *
     * @return the durations of those that are timed
     */
    LatencyBean getRunTime();
}
