package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.internal.Busy;
import dev.filch.internal.Spin;
import dev.filch.internal.scheduler.GroupView;
import java.util.ArrayList;
import java.util.List;

/** Helpers for tests that inspect a pool's workers. */
final class Workers {

    private Workers() {
    }

    /** The pool's threads, in the order of their first start. */
    static List<Thread> threads(WorkerPool pool) {
        return GroupView.threads(pool.group());
    }

    /** Keeps a number of workers busy. Returns once they are. */
    static List<Busy> occupy(WorkerPool pool, int workers) throws InterruptedException {
        List<Busy> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Busy busy = new Busy();
            pool.execute(busy);
            all.add(busy.awaitStart());
        }
        return all;
    }

    /** Gives every worker a thread by running as many tasks at once, then waits until all threads sleep. */
    static void startAll(WorkerPool pool) throws InterruptedException {
        occupy(pool, pool.workers()).forEach(Busy::end);
        awaitAsleep(pool);
    }

    /**
     * Waits until all threads sleep in the pool's own code. Checks that all workers are counted as idle and none as
     * searching.
     */
    static void awaitAsleep(WorkerPool pool) throws InterruptedException {
        pool.awaitIdle();
        for (Thread thread : threads(pool)) {
            while (!GroupView.isAsleep(pool.group(), thread)) {
                Spin.pause();
            }
        }
        assertAtRest(pool);
    }

    /** Checks that all workers are counted as idle and none as searching. */
    static void assertAtRest(WorkerPool pool) {
        assertEquals(0, GroupView.searching(pool.group()), pool::toString);
        assertEquals(pool.workers(), GroupView.idle(pool.group()), pool::toString);
    }

    /** Waits until the threads have ended. */
    static void join(WorkerPool pool) throws InterruptedException {
        for (Thread thread : threads(pool)) {
            thread.join();
        }
    }
}
