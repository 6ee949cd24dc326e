package dev.filch.pool;

import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The pools and views of pools that must all meet the contract of an executor service. */
enum PoolKind {
    SHARED,
    SHARED_MEASURED,
    LIFO,
    LIFO_MEASURED,
    FIFO,
    FOREIGN_THREADS,
    VIEW_HIGH,
    VIEW_LOW;

    /** A pool whose threads do not keep the JVM alive. */
    WorkerPool build(int workers) {
        return build(workers, settings -> { });
    }

    /** As {@link #build(int)}, with further settings. */
    WorkerPool build(int workers, Consumer<PoolBuilder<?>> further) {
        Consumer<PoolBuilder<?>> all = settings -> {
            settings.workers(workers).name(toString()).daemon(true);
            further.accept(settings);
        };
        return switch (this) {
            case SHARED -> shared(all);
            case SHARED_MEASURED -> shared(all.andThen(settings -> settings.timing(TaskTiming.EVERY_TASK)));
            case LIFO, VIEW_HIGH, VIEW_LOW -> stealing(WorkStealingPool.builder().lifo(), all);
            case LIFO_MEASURED -> stealing(WorkStealingPool.builder().timing(TaskTiming.EVERY_TASK), all);
            case FIFO -> stealing(WorkStealingPool.builder().fifo(), all);
            case FOREIGN_THREADS -> stealing(WorkStealingPool.builder().threadFactory(PoolKind::foreignThread), all);
        };
    }

    /** The executor service under test: the pool itself or a view of it. */
    ExecutorService service(WorkerPool pool) {
        return switch (this) {
            case VIEW_HIGH -> ((WorkStealingPool) pool).withPriority(255);
            case VIEW_LOW -> ((WorkStealingPool) pool).withPriority(0);
            default -> pool;
        };
    }

    private static SharedQueuePool shared(Consumer<PoolBuilder<?>> settings) {
        SharedQueuePool.Builder builder = SharedQueuePool.builder();
        settings.accept(builder);
        return builder.build();
    }

    private static WorkStealingPool stealing(WorkStealingPool.Builder builder, Consumer<PoolBuilder<?>> settings) {
        settings.accept(builder);
        return builder.build();
    }

    private static Thread foreignThread(Runnable worker) {
        Thread thread = new Thread(worker);
        thread.setDaemon(true);
        return thread;
    }
}
