package dev.filch.stress.cores.run;

/** What one thread notes of the messages that it sends and receives. */
public interface Account {

    /**
     * Notes that a message is about to be sent.
     *
     * @param number the message's number
     */
    void sent(long number);

    /**
     * Notes that a message has arrived.
     *
     * @param number the message's number
     */
    void received(long number);

    /**
     * Notes how long a message has waited until now.
     *
     * @param sentAt what {@link Host#now} said when it was sent
     */
    void waited(long sentAt);
}
