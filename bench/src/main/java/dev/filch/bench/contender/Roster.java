package dev.filch.bench.contender;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Records the threads of one pool, so that the harness can read their costs and wait for their end. It creates the
 * threads if the pool takes a thread factory. Otherwise it records each thread when it runs its first task. It also
 * keeps the first exception that any of them threw. Its threads are daemons, so a pool that hangs cannot keep the JVM
 * running.
 */
public final class Roster
        implements ThreadFactory, ForkJoinPool.ForkJoinWorkerThreadFactory, Thread.UncaughtExceptionHandler {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ThreadFactory factory;

    /** Creates a roster that creates platform threads. */
    public Roster() {
        this(Thread::new);
    }

    /** Creates a roster that lets a factory create its threads. */
    public Roster(ThreadFactory factory) {
        this.factory = factory;
    }

    @Override
    public Thread newThread(Runnable body) {
        return enlist(factory.newThread(body));
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        return enlist(ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool));
    }

    private synchronized <T extends Thread> T enlist(T thread) {
        thread.setDaemon(true);
        thread.setName("worker-" + (threads.size() + 1));
        thread.setUncaughtExceptionHandler(this);
        threads.add(thread);
        return thread;
    }

    /** Records a running thread that the pool has created. */
    public synchronized void note(Thread thread) {
        if (!threads.contains(thread)) {
            threads.add(thread);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        report(thrown);
    }

    /** Keeps the exception if it is the first. */
    public void report(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    /** Returns the first reported exception, or null. */
    public Throwable failure() {
        return failure.get();
    }

    /** Returns the threads recorded so far. */
    public List<Thread> threads() {
        return List.copyOf(threads);
    }
}
