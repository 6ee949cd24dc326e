package dev.filch.stress.cores.work;

/** A lock that threads spin for. */
interface SpinLock {

    void lock();

    void unlock();

    /** Spins; yields now and then, in case the holder waits for this core. */
    static int spin(int spins) {
        if (spins < 1_000) {
            Thread.onSpinWait();
            return spins + 1;
        }
        Thread.yield();
        return 0;
    }
}
