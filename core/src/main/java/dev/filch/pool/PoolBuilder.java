package dev.filch.pool;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * The settings that both pools have in common. Not for use by several threads at the same time; may be used to build
 * several pools.
 *
 * @param <B> the builder's own type, which every setter returns
 */
public abstract sealed class PoolBuilder<B extends PoolBuilder<B>>
        permits SharedQueuePool.Builder, WorkStealingPool.Builder {

    private int workers = Math.min(Runtime.getRuntime().availableProcessors(), IdleState.MOST_WORKERS);
    private String name;
    private boolean daemon;
    private ThreadFactory threadFactory;
    private Thread.UncaughtExceptionHandler uncaughtExceptionHandler;
    private boolean metrics;

    PoolBuilder(String name) {
        this.name = name;
    }

    /**
     * Sets how many workers the pool has. The default is the number of available processors.
     *
     * @param workers from 1 to 4095
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public B workers(int workers) {
        if (workers < 1 || workers > IdleState.MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "workers must be between 1 and " + IdleState.MOST_WORKERS + ", not " + workers);
        }
        this.workers = workers;
        return self();
    }

    /**
     * Sets the pool's name, which its threads bear with a number behind it.
     *
     * @param name any text
     * @return this builder
     */
    public B name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Sets whether the pool's threads are daemons, which do not keep the JVM alive. The default is that they are not.
     * Has no effect on threads from a {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param daemon whether they are
     * @return this builder
     */
    public B daemon(boolean daemon) {
        this.daemon = daemon;
        return self();
    }

    /**
     * Sets who makes the workers' threads, platform or virtual; it is called once for each worker while the pool is
     * built. By default the pool makes its own, which it recognises a little faster when they submit tasks.
     *
     * @param threadFactory the factory
     * @return this builder
     */
    public B threadFactory(ThreadFactory threadFactory) {
        this.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory");
        return self();
    }

    /**
     * Sets who hears of what tasks throw that were given to {@code execute}; what those given to {@code submit} throw
     * is kept in their futures. By default, the worker thread's own handler, as for any thread. It runs on the worker's
     * thread, which goes on afterwards; what the handler itself throws is dropped.
     *
     * @param handler the handler
     * @return this builder
     */
    public B uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
        this.uncaughtExceptionHandler = Objects.requireNonNull(handler, "handler");
        return self();
    }

    /**
     * Sets whether the pool measures how long tasks wait and run: two looks at the clock and one small object for each
     * task, three looks at the clock in all. The default is that it does not, at no cost.
     *
     * @param metrics whether it does
     * @return this builder
     */
    public B metrics(boolean metrics) {
        this.metrics = metrics;
        return self();
    }

    /** This builder by its own type. */
    abstract B self();

    PoolSettings settings() {
        return new PoolSettings(workers, name, daemon, threadFactory, uncaughtExceptionHandler, metrics);
    }
}
