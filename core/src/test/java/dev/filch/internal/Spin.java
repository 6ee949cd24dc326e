package dev.filch.internal;

import java.util.concurrent.ThreadLocalRandom;

/** Waiting for another thread that is about to do something, without parking: the race under test is lost by that. */
public final class Spin {

    private static final int PAUSES_FOR_A_YIELD = 256;

    private Spin() {
    }

    /** One turn of a loop that waits. Now and then it yields, since the other thread may have to run on this core. */
    public static void pause() {
        if (ThreadLocalRandom.current().nextInt(PAUSES_FOR_A_YIELD) == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
