package dev.filch.stress.cores.run;

/**
 * The environment of a workload's threads, simulated or real. Only {@link #work} and {@link #rest} take simulated time.
 */
public interface Host {

    /** Announces a sending thread, before any thread runs. */
    void expectSender();

    /** Announces a receiving thread, before any thread runs. */
    void expectReceiver();

    /** Records that an announced sender has sent its last message. */
    void endSending();

    /**
     * Returns the account of the calling thread.
     *
     * @return the same account for the same thread
     */
    Account account();

    /**
     * Whether the measured time is over. If so, threads must not begin new operations.
     *
     * @return true once the time is over
     */
    boolean isOver();

    /**
     * Whether every sender has ended and every message has arrived; or a thread has failed.
     *
     * @return true once that holds
     */
    boolean isComplete();

    /**
     * Returns the time at which a message is sent.
     *
     * @return the time in nanoseconds; always 0 if waiting times are not measured
     */
    long now();

    /** Spends the time that a thread works between two operations, according to the run's settings. */
    void work();

    /**
     * Pauses the calling thread.
     *
     * @param nanos for how long
     */
    void rest(long nanos);
}
