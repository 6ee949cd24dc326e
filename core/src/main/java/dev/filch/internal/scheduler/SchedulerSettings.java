package dev.filch.internal.scheduler;

import java.util.concurrent.ThreadFactory;

/**
 * How a group of workers is built.
 *
 * @param workers how many workers, from 1 to {@link #MAX_WORKERS}
 * @param name the name of the pool; its threads have this name with a number appended
 * @param threads how threads are made
 * @param startAtOnce whether all workers get a thread when the group is made; otherwise each gets one when it is needed
 * @param keepAliveNanos how long a thread without work stays, in nanoseconds; zero means for ever
 * @param maxSpares how many threads may be blocked at the same time while others do their workers' work
 * @param uncaughtExceptionHandler the handler for exceptions thrown by tasks; null for that of the thread
 * @param hooks what is told of tasks and threads; null if nothing is
 * @param timedEvery of how many tasks the times of one are taken, on average; 1 means of all, and 0 of none
 * @param guardNanos after how long all workers that are stuck in their tasks get help, in nanoseconds; 0 means never
 * @param bound how many tasks may be queued; null if any number may
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

    /** How many workers a group may have. */
    public static final int MAX_WORKERS = GroupState.MAX_WORKERS;

    /** In bytes of stack: a claim and the task's code around it rarely need this much. */
    private static final int BYTES_PER_CLAIM = 4_096;

    /** In bytes of stack: the part that the JVM keeps free for its own use, and the frames below the first claim. */
    private static final int RESERVED_STACK = 131_072;

    /** For a stack of unknown size: the JVM's default is 1 MB nearly everywhere. */
    private static final int DEFAULT_MAX_CLAIMS = 200;

    /** While a spare thread is available, claims nest less deeply, because the frames of a task may be large. */
    private static final int DEFAULT_SHALLOW_CLAIMS = 64;

    /** In bytes: the stack size of the group's own threads if it has no spares, so that claims can nest more deeply. */
    private static final long STACK_WITHOUT_SPARES = 3 << 20;

    /**
     * How the threads of a group are made.
     *
     * @param factory makes them, and then the other components do not matter; null for the group's own threads
     * @param daemon whether they are daemons
     * @param stackSize their stack in bytes, 0 for the JVM's default
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

    /** In bytes: the stack size of the group's own threads; zero for the JVM's default. */
    long stackSize() {
        return threads.stackSize == 0 && maxSpares == 0 ? STACK_WITHOUT_SPARES : threads.stackSize;
    }

    /** How many claimed tasks may nest on one stack if no spare thread is available. */
    int maxClaims() {
        if (!knowsStackSize()) {
            return DEFAULT_MAX_CLAIMS;
        }
        long claims = (stackSize() - RESERVED_STACK) / BYTES_PER_CLAIM;
        return (int) Math.max(1, Math.min(claims, Integer.MAX_VALUE));
    }

    /** How many claimed tasks may nest on one stack while a spare thread is available. */
    int shallowClaims() {
        return knowsStackSize() ? maxClaims() : DEFAULT_SHALLOW_CLAIMS;
    }

    private boolean knowsStackSize() {
        return stackSize() != 0 && threads.factory == null;
    }
}
