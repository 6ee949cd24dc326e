package dev.filch.bench.clients;

import dev.filch.pool.PoolBuilder;
import dev.filch.pool.SharedQueuePool;
import dev.filch.pool.WorkStealingPool;
import java.util.function.Consumer;

/** The pools that software runs on: each kind, small. */
enum PoolSetup {
    LIFO_WITH_TWO_WORKERS(2),
    LIFO_WITH_FOUR_WORKERS(4),
    FIFO_WITH_TWO_WORKERS(2),
    FIFO_WITH_FOUR_WORKERS(4),
    SHARED_WITH_TWO_WORKERS(2),
    SHARED_WITH_FOUR_WORKERS(4);

    private final int workers;

    PoolSetup(int workers) {
        this.workers = workers;
    }

    int workers() {
        return workers;
    }

    FilchPool build() {
        return build(settings -> { });
    }

    /** A pool with further settings. */
    FilchPool build(Consumer<PoolBuilder<?>> further) {
        Consumer<PoolBuilder<?>> all = settings -> {
            settings.workers(workers).name(FilchPool.NAME).daemon(true);
            further.accept(settings);
        };
        return switch (this) {
            case LIFO_WITH_TWO_WORKERS, LIFO_WITH_FOUR_WORKERS -> stealing(WorkStealingPool.builder().lifo(), all);
            case FIFO_WITH_TWO_WORKERS, FIFO_WITH_FOUR_WORKERS -> stealing(WorkStealingPool.builder().fifo(), all);
            case SHARED_WITH_TWO_WORKERS, SHARED_WITH_FOUR_WORKERS -> shared(all);
        };
    }

    private static FilchPool stealing(WorkStealingPool.Builder builder, Consumer<PoolBuilder<?>> settings) {
        settings.accept(builder);
        return new FilchPool(builder.build());
    }

    private static FilchPool shared(Consumer<PoolBuilder<?>> settings) {
        SharedQueuePool.Builder builder = SharedQueuePool.builder();
        settings.accept(builder);
        return new FilchPool(builder.build());
    }
}
