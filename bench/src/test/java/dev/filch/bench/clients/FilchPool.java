package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.PoolMetrics;
import dev.filch.pool.SharedQueuePool;
import dev.filch.pool.WorkStealingPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** A pool, and what the tests ask of both kinds: their only common public type is {@code ExecutorService}. */
record FilchPool(ExecutorService service, int workers, IntSupplier idleWorkers, PoolMetrics metrics)
        implements AutoCloseable {

    /** Each thread of a pool has this name with a number appended. */
    static final String NAME = "clients";

    FilchPool(WorkStealingPool pool) {
        this(pool, pool.workers(), pool::idleWorkers, pool.metrics());
    }

    FilchPool(SharedQueuePool pool) {
        this(pool, pool.workers(), pool::idleWorkers, pool.metrics());
    }

    /** Whether the calling thread belongs to a pool. */
    static boolean runsThis() {
        return Thread.currentThread().getName().startsWith(NAME + "-");
    }

    /** Shuts the pool down, and waits until its threads have ended. */
    @Override
    public void close() throws InterruptedException {
        service.shutdown();
        assertTrue(service.awaitTermination(30, TimeUnit.SECONDS), service::toString);
    }
}
