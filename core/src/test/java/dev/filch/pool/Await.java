package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits with a deadline long enough that only a hang exceeds it. */
final class Await {

    private static final long DEADLINE_SECONDS = 40;

    private Await() {
    }

    /** Waits for a latch; an interrupt fails the test. */
    static void latch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "expected the latch to be released");
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a latch", e);
        }
    }

    /** Waits for a condition that no latch signals. The expectation is a clause that states the condition in words. */
    static void until(BooleanSupplier condition, String expectation) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS),
                    () -> "timed out before " + expectation);
            Spin.pause();
        }
    }

    /** Waits until a thread has parked without a deadline. */
    static void parked(Thread thread) {
        until(() -> thread.getState() == Thread.State.WAITING, thread + " parked");
    }

    /** Waits until a pool has terminated. */
    static void end(WorkerPool pool) throws InterruptedException {
        assertTrue(pool.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS), pool::toString);
    }
}
