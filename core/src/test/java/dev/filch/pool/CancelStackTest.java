package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;

/** A cancellation that runs out of stack takes full effect or none. No waiting thread misses it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelStackTest {

    private static final int ROUNDS = 40;

    /**
     * Recurses until the stack is full, then tries to cancel in each frame on the way back, until one attempt succeeds.
     */
    private static boolean cancelWithLittleStack(Future<?> future, boolean interrupts) {
        boolean cancelled = false;
        try {
            cancelled = cancelWithLittleStack(future, interrupts);
        } catch (StackOverflowError full) {
            cancelled = false;
        }
        if (cancelled) {
            return true;
        }
        try {
            return future.cancel(interrupts);
        } catch (StackOverflowError full) {
            return false;
        }
    }

    @EveryPool
    void aCancellationWithLittleStackWakesTheWaiter(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            for (int round = 0; round < ROUNDS; round++) {
                boolean interrupts = round % 2 == 0;
                CountDownLatch started = new CountDownLatch(1);
                CountDownLatch end = new CountDownLatch(1);
                Future<Integer> future = pool.submit(() -> {
                    started.countDown();
                    end.await();
                    return 1;
                });
                Await.latch(started);
                Together.Running<Boolean> waiter = Together.start(() -> {
                    assertThrows(CancellationException.class, future::get);
                    return true;
                }).awaitParked();
                Together.start(() -> cancelWithLittleStack(future, interrupts)).join();
                assertTrue(future.isCancelled());
                assertTrue(waiter.join());
                end.countDown();
                assertEquals(2, pool.submit(() -> 2).get());
            }
        }
    }
}
