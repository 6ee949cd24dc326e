package dev.filch.stress.cores.work;

/** A lock whose waiting threads spin. */
interface SpinLock {

    void lock();

    void unlock();

    /** Spins once, and returns the next count. Yields now and then, because the holder may wait for this core. */
    static int spin(int spins) {
        if (spins < 1_000) {
            Thread.onSpinWait();
            return spins + 1;
        }
        Thread.yield();
        return 0;
    }
}
