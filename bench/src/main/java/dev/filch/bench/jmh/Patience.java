package dev.filch.bench.jmh;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a thread does when the queue is full or empty, the same for every contender: it tries again {@value #SPINS}
 * times, spinning for a moment in between, and from then on yields, because on few cores the thread that could help may
 * be waiting for this one's core.
 */
final class Patience {

    private static final int SPINS = 16;

    private final AtomicBoolean abandoned;
    private int inARow;
    private long failures;

    /** A thread that yields gives up when {@code abandoned} is set, so that a hung hand-off ends. */
    Patience(AtomicBoolean abandoned) {
        this.abandoned = abandoned;
    }

    /** After an attempt that failed. */
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

    /** After an attempt that did not fail. */
    void renew() {
        inARow = 0;
    }

    /** How many attempts failed. */
    long failures() {
        return failures;
    }
}
