package dev.filch.bench.jmh;

/**
 * What goes through the queues. Every one is new: with old messages a collector's write barrier has less to do, and
 * hides what a queue pays in use.
 */
final class Message {

    /** So that receivers can check by a sum that they have seen every message once. */
    final int number;

    Message(int number) {
        this.number = number;
    }
}
