package dev.filch.bench.jmh;

/**
 * An object that goes through the queues. Every message is new, as in use: with old messages, a collector's write
 * barrier has less to do, which would hide a cost of the queue.
 */
final class Message {

    /** Receivers check by the sum of the numbers that each message arrived once. */
    final int number;

    Message(int number) {
        this.number = number;
    }
}
