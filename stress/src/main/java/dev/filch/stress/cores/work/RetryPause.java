package dev.filch.stress.cores.work;

/** The pauses of a thread that finds a queue full or empty: it spins for a while, then yields. */
final class RetryPause {

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
