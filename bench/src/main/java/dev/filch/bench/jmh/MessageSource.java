package dev.filch.bench.jmh;

/** Where messages come from. A thread that finds none waits inside it. */
@FunctionalInterface
interface MessageSource {

    /** Receives the oldest message, or the oldest of one of several channels. Waits while there is none. */
    Message receive() throws InterruptedException;

    /** Receives {@code count} messages one by one. Returns the sum of their numbers. */
    default long receive(int count) throws InterruptedException {
        long sum = 0;
        for (int received = 0; received < count; received++) {
            sum += receive().number;
        }
        return sum;
    }
}
