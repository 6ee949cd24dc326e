package dev.filch.internal;

import java.util.concurrent.ThreadLocalRandom;

/** Spins until another thread has acted. A thread that parked instead would come too late for the race under test. */
public final class Spin {

    private static final int PAUSES_PER_YIELD = 256;

    private Spin() {
    }

    /** One iteration of a spin loop. Yields now and then, because the other thread may need this core. */
    public static void pause() {
        if (ThreadLocalRandom.current().nextInt(PAUSES_PER_YIELD) == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
