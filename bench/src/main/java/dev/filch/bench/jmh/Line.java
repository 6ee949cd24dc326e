package dev.filch.bench.jmh;

/**
 * Passes messages through a queue, for as many producers and consumers as the queue allows. A line that parks its
 * threads lets them be interrupted, so that a hung hand-off ends.
 */
interface Line {

    /** Sends new messages with the numbers from {@code from} to {@code to - 1}. */
    void send(int from, int to, Patience patience) throws InterruptedException;

    /** Receives {@code count} messages, and returns the sum of their numbers. */
    long receive(int count, Patience patience) throws InterruptedException;
}
