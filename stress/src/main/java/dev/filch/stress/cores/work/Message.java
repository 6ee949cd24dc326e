package dev.filch.stress.cores.work;

/** What threads pass on. */
final class Message {

    /** Numbers of different senders are this far apart. */
    static final long PER_SENDER = 1L << 32;

    /** Unique within a run. */
    final long number;

    /** When it was sent. */
    final long sentAt;

    Message(long number, long sentAt) {
        this.number = number;
        this.sentAt = sentAt;
    }
}
