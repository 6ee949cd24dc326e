package dev.filch.bench.jmh;

/** How messages get through a queue: a way in and a way out, each for any number of threads that it allows. */
interface Line {

    /** Sends new messages with the numbers from {@code from} to {@code to - 1}. */
    void send(int from, int to, Patience patience);

    /** Receives so many messages, and returns the sum of their numbers. */
    long receive(int count, Patience patience);
}
