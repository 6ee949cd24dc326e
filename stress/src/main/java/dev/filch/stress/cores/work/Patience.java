package dev.filch.stress.cores.work;

/** How a thread waits that found a queue full or empty: it spins for a while, then it yields. */
final class Patience {

    private static final int SPINS = 16;

    private int failures;

    void afterFailure() {
        if (failures < SPINS) {
            failures++;
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    void afterSuccess() {
        failures = 0;
    }
}
