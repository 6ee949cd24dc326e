package dev.filch.stress.cores.run;

/** The record of the messages that one thread sends and receives. */
public interface Account {

    /**
     * Records that the thread is about to send a message.
     *
     * @param number the message's number
     */
    void sent(long number);

    /**
     * Records that a message has arrived.
     *
     * @param number the message's number
     */
    void received(long number);

    /**
     * Records how long a message has waited until now.
     *
     * @param sentAt the value of {@link Host#now} when it was sent
     */
    void waited(long sentAt);
}
