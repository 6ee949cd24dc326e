package dev.filch.bench.pool;

import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.PoolBuilder;
import dev.filch.pool.SharedQueuePool;
import dev.filch.pool.WorkStealingPool;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One of Filch's pools, for benchmarks of operations that other executors do not have.
 *
 * @param service the pool
 * @param tryExecute its {@code tryExecute}
 * @param metrics returns its metrics
 */
record FilchPool(ExecutorService service, Predicate<Runnable> tryExecute, Supplier<MetricsSnapshot> metrics) {

    /** Opens the pool that benchmarks call {@code impl}, with daemon threads. */
    static FilchPool open(String impl, Consumer<PoolBuilder<?>> settings) {
        switch (impl) {
            case "filch-stealing" -> {
                WorkStealingPool.Builder builder = WorkStealingPool.builder().daemon(true);
                settings.accept(builder);
                WorkStealingPool pool = builder.build();
                return new FilchPool(pool, pool::tryExecute, () -> pool.metrics().snapshot());
            }
            case "filch-shared" -> {
                SharedQueuePool.Builder builder = SharedQueuePool.builder().daemon(true);
                settings.accept(builder);
                SharedQueuePool pool = builder.build();
                return new FilchPool(pool, pool::tryExecute, () -> pool.metrics().snapshot());
            }
            default -> throw new IllegalArgumentException("no pool of Filch is called " + impl);
        }
    }
}
