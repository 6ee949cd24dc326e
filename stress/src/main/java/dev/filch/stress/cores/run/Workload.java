package dev.filch.stress.cores.run;

import java.util.List;

/**
 * A program for simulated or real cores, whose threads pass messages through shared memory. The host checks that each
 * message arrives exactly once.
 */
public interface Workload {

    /**
     * Sets up the workload, and returns its threads.
     *
     * @param host the environment of the threads
     * @param cores how many threads it may have; a workload with pairs of threads uses an even number of them
     * @return the threads whose end the run waits for
     */
    List<Role> prepare(Host host, int cores);

    /** Ends threads that the workload itself has started. A simulation abandons them, and does not call this. */
    default void close() {
    }

    /**
     * A thread.
     *
     * @param name the thread's name
     * @param body the thread's code
     */
    record Role(String name, Runnable body) {
    }
}
