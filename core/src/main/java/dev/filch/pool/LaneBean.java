package dev.filch.pool;

/** The metrics of one lane as composite data of JMX; {@link LaneSnapshot} says what the values mean. */
public interface LaneBean {

    /**
     * Returns the number of tasks that were put into queues.
     *
     * @return the number of submitted tasks
     */
    long getSubmitted();

    /**
     * Returns the number of entries in the queues.
     *
     * @return the number of entries; {@link LaneSnapshot#queued} says what counts
     */
    long getQueued();

    /**
     * Returns the time that the oldest timed task in the queues has waited; the oldest of all tasks has waited at least
     * as long. {@link LaneSnapshot#oldest} says which tasks count.
     *
     * @return the time in milliseconds; 0 if there is none
     */
    double getOldestMillis();

    /**
     * Returns the times that tasks waited.
     *
     * @return the times of the tasks that were timed
     */
    LatencyBean getQueueTime();

    /**
     * Returns the times that tasks ran.
     *
     * @return the times of the tasks that were timed
     */
    LatencyBean getRunTime();
}
