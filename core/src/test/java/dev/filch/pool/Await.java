package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting in tests. Each wait has a deadline that only a hang exceeds. */
final class Await {

    private static final long DEADLINE_SECONDS = 40;

    private Await() {
    }

    /** Waits for a latch; an interrupt fails the test. */
    static void latch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "the latch was not released");
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted at a latch", e);
        }
    }

    /** Waits until a condition holds that no latch shows. */
    static void until(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS), what);
            Spin.pause();
        }
    }

    /** Waits until a thread has parked without a deadline. */
    static void parked(Thread thread) {
        until(() -> thread.getState() == Thread.State.WAITING, thread + " did not park");
    }

    /** Waits until a pool has ended. */
    static void end(WorkerPool pool) throws InterruptedException {
        assertTrue(pool.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS), pool::toString);
    }
}
