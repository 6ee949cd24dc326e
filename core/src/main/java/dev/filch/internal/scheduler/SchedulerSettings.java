package dev.filch.internal.scheduler;

import java.util.concurrent.ThreadFactory;

/**
 * The settings of a group of workers.
 *
 * @param workers the number of workers, from 1 to {@link #MAX_WORKERS}
 * @param name the name of the pool; a thread's name is this and a number
 * @param threads how threads are created
 * @param startAtOnce whether all workers get a thread when the group is created; if false, each worker gets one when it
 *     is first needed
 * @param keepAliveNanos how long a thread stays without work, in nanoseconds; zero means for ever
 * @param maxSpares how many threads may be blocked at the same time while spare threads run their workers
 * @param uncaughtExceptionHandler the handler for exceptions thrown by tasks; null for the handler of the thread
 * @param hooks called for events of tasks and threads; null if there are none
 * @param timedEvery one task in this many is timed, on average; 1 times all tasks, and 0 none
 * @param guardNanos how long all workers must be stuck in their tasks before the guard helps, in nanoseconds; 0 means
 *     that there is no guard
 * @param bound the bound of the queues; null if they are unbounded
 */
public record SchedulerSettings(
        int workers,
        String name,
        Threads threads,
        boolean startAtOnce,
        long keepAliveNanos,
        int maxSpares,
        Thread.UncaughtExceptionHandler uncaughtExceptionHandler,
        Hooks hooks,
        int timedEvery,
        long guardNanos,
        QueueBound bound) {

    /** The maximum number of workers of a group. */
    public static final int MAX_WORKERS = GroupState.MAX_WORKERS;

    /**
     * The stack that a nested claim is assumed to take, in bytes. A claim and the code of its task rarely take more.
     */
    private static final int BYTES_PER_CLAIM = 4_096;

    /** The stack that the JVM keeps for itself, and that the frames below the first claim take, in bytes. */
    private static final int RESERVED_STACK = 131_072;

    /** The limit for a stack of unknown size, which is 1 MB by default on nearly all platforms. */
    private static final int DEFAULT_MAX_CLAIMS = 200;

    /**
     * The limit for a stack of unknown size while a spare thread is available. It is lower, because the frames of a
     * task may be large, and the spare thread can run the awaited task instead.
     */
    private static final int DEFAULT_SHALLOW_CLAIMS = 64;

    /**
     * The stack size of the group's own threads if it has no spare threads, in bytes. It lets claims nest more deeply.
     */
    private static final long STACK_WITHOUT_SPARES = 3 << 20;

    /**
     * How the threads of a group are created.
     *
     * @param factory creates the threads, and the other components are ignored; null for the group's own threads
     * @param daemon whether they are daemon threads
     * @param stackSize their stack size in bytes; 0 for the JVM's default
     * @param contextClassLoader their context class loader; may be null
     * @param group their thread group
     * @param inheritThreadLocals whether they inherit the inheritable thread-locals of the threads that start them
     */
    public record Threads(
            ThreadFactory factory,
            boolean daemon,
            long stackSize,
            ClassLoader contextClassLoader,
            ThreadGroup group,
            boolean inheritThreadLocals) {
    }

    boolean takesTimes() {
        return timedEvery > 0;
    }

    /** The stack size of the group's own threads, in bytes; zero for the JVM's default. */
    long stackSize() {
        return threads.stackSize == 0 && maxSpares == 0 ? STACK_WITHOUT_SPARES : threads.stackSize;
    }

    /** The maximum number of claimed tasks nested on one stack if no spare thread is available. */
    int maxClaims() {
        if (!knowsStackSize()) {
            return DEFAULT_MAX_CLAIMS;
        }
        long claims = (stackSize() - RESERVED_STACK) / BYTES_PER_CLAIM;
        return (int) Math.max(1, Math.min(claims, Integer.MAX_VALUE));
    }

    /** The maximum number of claimed tasks nested on one stack while a spare thread is available. */
    int shallowClaims() {
        return knowsStackSize() ? maxClaims() : DEFAULT_SHALLOW_CLAIMS;
    }

    private boolean knowsStackSize() {
        return stackSize() != 0 && threads.factory == null;
    }
}
