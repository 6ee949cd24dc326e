package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.internal.Spin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What tests ask about a pool's workers. */
final class Workers {

    private Workers() {
    }

    static List<Thread> threads(WorkerPool pool) {
        return Arrays.stream(pool.crew().workers()).map(Worker::thread).toList();
    }

    /** Waits in a task, which nobody is to interrupt. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps so many workers busy, and returns once they are. */
    static List<Busy> occupy(WorkerPool pool, int workers) throws InterruptedException {
        List<Busy> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Busy busy = new Busy();
            pool.execute(busy);
            all.add(busy.awaitStart());
        }
        return all;
    }

    /** Waits until every worker sleeps where the pool's workers sleep, and checks that none is counted otherwise. */
    static void awaitAsleep(WorkerPool pool) throws InterruptedException {
        pool.awaitIdle();
        for (Thread thread : threads(pool)) {
            while (thread.getState() != Thread.State.WAITING || LockSupport.getBlocker(thread) != pool.crew()) {
                Spin.pause();
            }
        }
        assertAtRest(pool);
    }

    /** Checks that all workers are counted as asleep and none as searching. */
    static void assertAtRest(WorkerPool pool) {
        long word = pool.crew().idleState().wordVolatile();
        assertEquals(0, IdleState.searching(word), pool::toString);
        assertEquals(pool.workers(), IdleState.idle(word), pool::toString);
    }

    /** Waits until the threads have ended. */
    static void join(WorkerPool pool) throws InterruptedException {
        for (Thread thread : threads(pool)) {
            thread.join();
        }
    }
}
