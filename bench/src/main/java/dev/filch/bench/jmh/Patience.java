package dev.filch.bench.jmh;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a thread waits while the queue is full or empty, the same for every contender. It retries {@value #SPINS} times
 * with a short spin in between. From then on it yields, because on few cores the thread that could help may be waiting
 * for this one's core.
 */
final class Patience {

    private static final int SPINS = 16;

    private final AtomicBoolean abandoned;
    private int inARow;
    private long failures;

    /** Creates the state of a thread, which fails once {@code abandoned} is set, so that a hung hand-off ends. */
    Patience(AtomicBoolean abandoned) {
        this.abandoned = abandoned;
    }

    /** Called after a failed attempt. */
    void pause() {
        failures++;
        if (inARow < SPINS) {
            inARow++;
            Thread.onSpinWait();
            return;
        }
        if (abandoned.get()) {
            throw new IllegalStateException("the hand-off was abandoned");
        }
        Thread.yield();
    }

    /** Called after a successful attempt. */
    void renew() {
        inARow = 0;
    }

    /** Returns the number of failed attempts. */
    long failures() {
        return failures;
    }
}
