package dev.filch.internal.scheduler;

import dev.filch.internal.Together;
import java.util.concurrent.ThreadFactory;

/** Settings of a group. By default, threads are daemons, are started when needed, and stay for ever. */
final class TestSettings {

    static final String NAME = "probe";

    private final int workers;
    private ThreadFactory factory = Together::platformThread;
    private long stackSize;
    private boolean startAtOnce;
    private long keepAliveNanos;
    private int maxSpares = 256;
    private Thread.UncaughtExceptionHandler handler;
    private int timedEvery;
    private QueueBound bound;
    private long guardNanos;

    private TestSettings(int workers) {
        this.workers = workers;
    }

    static TestSettings of(int workers) {
        return new TestSettings(workers);
    }

    TestSettings factory(ThreadFactory factory) {
        this.factory = factory;
        return this;
    }

    /** Lets the group make its own threads. */
    TestSettings ownThreads() {
        return factory(null);
    }

    TestSettings stackSize(long bytes) {
        stackSize = bytes;
        return this;
    }

    TestSettings startAtOnce() {
        startAtOnce = true;
        return this;
    }

    TestSettings keepAliveNanos(long nanos) {
        keepAliveNanos = nanos;
        return this;
    }

    TestSettings maxSpares(int maxSpares) {
        this.maxSpares = maxSpares;
        return this;
    }

    TestSettings handler(Thread.UncaughtExceptionHandler handler) {
        this.handler = handler;
        return this;
    }

    /** Times all tasks. */
    TestSettings timed() {
        timedEvery = 1;
        return this;
    }

    TestSettings bound(int capacity, QueueBound.Policy policy, long patienceNanos) {
        bound = new QueueBound(capacity, policy, patienceNanos);
        return this;
    }

    /** Adds a starvation guard. */
    TestSettings guardNanos(long interval) {
        guardNanos = interval;
        return this;
    }

    SchedulerSettings build() {
        SchedulerSettings.Threads threads = new SchedulerSettings.Threads(
                factory, true, stackSize, null, Thread.currentThread().getThreadGroup(), false);
        return new SchedulerSettings(
                workers, NAME, threads, startAtOnce, keepAliveNanos, maxSpares, handler, null, timedEvery, guardNanos,
                bound);
    }
}
