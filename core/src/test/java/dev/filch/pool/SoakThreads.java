package dev.filch.pool;

import dev.filch.internal.Together;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Creates the threads of a pool, and keeps a record of them. */
final class SoakThreads implements ThreadFactory {

    /** The kind of threads, and whether their creation fails. */
    enum Manner {
        /** The pool creates its own threads. */
        POOLS_OWN,
        PLATFORM,
        /** Virtual threads, or platform threads if the JVM has no virtual ones. */
        VIRTUAL,
        /** Platform threads. One call in four fails, until {@link #heal}. */
        FAULTY
    }

    private static final int RECENT = 8;
    private static final int FAILURE_INTERVAL = 4;

    private final ThreadFactory working;
    private final String name;
    private final long seed;
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<Thread> made = ConcurrentHashMap.newKeySet();
    private final AtomicReferenceArray<Thread> recent = new AtomicReferenceArray<>(RECENT);
    private volatile boolean fails;

    SoakThreads(Manner manner, String name, long seed) throws ReflectiveOperationException {
        ThreadFactory virtual = Together.virtualThreads();
        working = manner == Manner.VIRTUAL && virtual != null ? virtual : Together::platformThread;
        this.name = name;
        this.seed = seed;
        fails = manner == Manner.FAULTY;
    }

    @Override
    public Thread newThread(Runnable runnable) {
        int call = calls.getAndIncrement();
        SplittableRandom random = new SplittableRandom(seed + call);
        if (!fails || random.nextInt(FAILURE_INTERVAL) > 0) {
            return made(runnable, call);
        }
        int failure = random.nextInt(FactoryFailure.values().length + 1);
        if (failure == FactoryFailure.values().length) {
            return onWrongThread(runnable, call);
        }
        return FactoryFailure.values()[failure].newThread(runnable);
    }

    private Thread made(Runnable runnable, int call) {
        Thread thread = working.newThread(runnable);
        thread.setName(name + "-" + call);
        made.add(thread);
        recent.set(call % RECENT, thread);
        return thread;
    }

    /** A thread that lets another thread run the runnable meant for it. */
    private Thread onWrongThread(Runnable runnable, int call) {
        return made(Together.platformThread(runnable)::start, call);
    }

    /** Makes all later calls succeed. */
    void heal() {
        fails = false;
    }

    /** Interrupts one of the most recent threads. */
    void interruptOne(SplittableRandom random) {
        Thread thread = recent.get(random.nextInt(RECENT));
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** All threads so far. */
    Set<Thread> made() {
        return made;
    }
}
