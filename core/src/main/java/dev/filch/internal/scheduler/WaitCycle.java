package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Finds a deadlock: a cycle of threads, each of which waits for a future whose task runs on the next one. Misses a
 * cycle if one of these tasks is suspended, because its thread runs another task nested in it.
 */
final class WaitCycle {

    private WaitCycle() {
    }

    /** The names of the threads of one cycle, in their order; empty if there is none. */
    static List<String> find(Roster roster) {
        List<Thread> all = new ArrayList<>();
        roster.forEach(all::add);
        for (Thread thread : all) {
            List<Thread> cycle = cycleThrough(thread, all.size());
            // The threads were read at different times. The threads of a real cycle stay in it.
            if (!cycle.isEmpty() && cycleThrough(thread, all.size()).equals(cycle)) {
                return cycle.stream().map(Thread::getName).collect(Collectors.toList());
            }
        }
        return List.of();
    }

    private static List<Thread> cycleThrough(Thread first, int maxLength) {
        List<Thread> path = new ArrayList<>();
        Thread thread = first;
        while (thread != null && path.size() <= maxLength) {
            path.add(thread);
            thread = awaited(thread);
            if (thread == first) {
                return path;
            }
        }
        return List.of();
    }

    /** The thread that runs the task for which a thread waits without a timeout; null if there is none. */
    private static Thread awaited(Thread waiting) {
        if (waiting.getState() != Thread.State.WAITING) {
            return null;
        }
        return LockSupport.getBlocker(waiting) instanceof FutureWaiters waiters ? waiters.future().runner() : null;
    }
}
