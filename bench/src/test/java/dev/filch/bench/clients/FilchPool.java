package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.PoolMetrics;
import dev.filch.pool.WorkerPool;
import java.util.concurrent.TimeUnit;

/** A pool whose end is bounded, so that no test hangs. */
record FilchPool(WorkerPool service) implements AutoCloseable {

    /** Each thread of a pool has this name with a number appended. */
    static final String NAME = "clients";

    int workers() {
        return service.workers();
    }

    PoolMetrics metrics() {
        return service.metrics();
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
