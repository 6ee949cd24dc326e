package dev.filch.stress.cores.run;

/**
 * What a workload's threads ask and tell their surroundings, simulated or real. None of this takes simulated time,
 * except {@link #work} and {@link #rest}.
 */
public interface Host {

    /** Announces a thread that sends messages, before any thread runs. */
    void expectSender();

    /** Announces a thread that receives messages, before any thread runs. */
    void expectReceiver();

    /** Notes that a thread that was announced sends nothing more. */
    void endsSending();

    /**
     * Where the thread that calls notes what it sends and receives.
     *
     * @return the same for the same thread
     */
    Account account();

    /**
     * Whether the measured time is over: no thread begins anything new.
     *
     * @return true from then on
     */
    boolean isOver();

    /**
     * Whether every sender has ended, and every message has arrived; or a thread has failed.
     *
     * @return true from then on
     */
    boolean isComplete();

    /**
     * The time at which something is sent.
     *
     * @return in nanoseconds; 0 where waiting times are not measured
     */
    long now();

    /** The work of a thread between two operations, as long as the run's settings say. */
    void work();

    /**
     * Does something else for a while.
     *
     * @param nanos for how long
     */
    void rest(long nanos);
}
