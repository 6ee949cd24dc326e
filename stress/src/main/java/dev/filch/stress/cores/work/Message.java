package dev.filch.stress.cores.work;

/** A message that threads pass on. */
final class Message {

    /** The size of each sender's range of numbers. */
    static final long PER_SENDER = 1L << 32;

    /** The message's number, unique within a run. */
    final long number;

    /** The time at which it was sent. */
    final long sentAt;

    Message(long number, long sentAt) {
        this.number = number;
        this.sentAt = sentAt;
    }
}
