package dev.filch.pool;

/** A set of measured durations as composite data of JMX; {@link Latencies} says how exact the values are. */
public interface LatencyBean {

    /**
     * Returns the number of durations.
     *
     * @return the number of durations
     */
    long getCount();

    /**
     * Returns the mean of the durations.
     *
     * @return the mean in microseconds; 0 if there are no durations
     */
    double getMeanMicros();

    /**
     * Returns the median of the durations.
     *
     * @return the median in microseconds; 0 if there are no durations
     */
    double getP50Micros();

    /**
     * Returns the duration that 99 % of the durations do not exceed.
     *
     * @return the percentile in microseconds; 0 if there are no durations
     */
    double getP99Micros();

    /**
     * Returns the duration that 99.9 % of the durations do not exceed.
     *
     * @return the percentile in microseconds; 0 if there are no durations
     */
    double getP999Micros();

    /**
     * Returns the duration that 99.99 % of the durations do not exceed.
     *
     * @return the percentile in microseconds; 0 if there are no durations
     */
    double getP9999Micros();

    /**
     * Returns the longest duration.
     *
     * @return the maximum in microseconds; 0 if there are no durations
     */
    double getMaxMicros();
}
