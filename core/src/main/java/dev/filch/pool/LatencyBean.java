package dev.filch.pool;

/** A set of measured durations as JMX shows it, as composite data; {@link Latencies} says how exact the numbers are. */
public interface LatencyBean {

    /**
     * How many durations were measured.
     *
     * @return their number
     */
    long getCount();

    /**
     * Their mean.
     *
     * @return in microseconds; 0 if there are none
     */
    double getMeanMicros();

    /**
     * Their median.
     *
     * @return in microseconds; 0 if there are none
     */
    double getP50Micros();

    /**
     * 99 % of the durations are no longer than this.
     *
     * @return in microseconds; 0 if there are none
     */
    double getP99Micros();

    /**
     * 99.9 % of the durations are no longer than this.
     *
     * @return in microseconds; 0 if there are none
     */
    double getP999Micros();

    /**
     * 99.99 % of the durations are no longer than this.
     *
     * @return in microseconds; 0 if there are none
     */
    double getP9999Micros();

    /**
     * The longest one.
     *
     * @return in microseconds; 0 if there are none
     */
    double getMaxMicros();
}
