package dev.filch.pool;

import java.util.concurrent.ThreadFactory;

/**
 * What a pool was built with.
 *
 * @param workers how many workers, from 1 to {@link IdleState#MOST_WORKERS}
 * @param name what the pool and its threads are called
 * @param daemon whether the pool's own threads are daemons
 * @param threadFactory makes the threads, or null for the pool's own
 * @param uncaughtExceptionHandler hears of what tasks throw, or null for the thread's own handler
 * @param metrics whether times are taken
 */
record PoolSettings(int workers, String name, boolean daemon, ThreadFactory threadFactory,
        Thread.UncaughtExceptionHandler uncaughtExceptionHandler, boolean metrics) {
}
