package dev.filch.stress.cores.run;

import java.util.List;

/**
 * A program to run on simulated or on real cores: some threads that pass messages on through shared memory. Every
 * message that is sent arrives exactly once; the host checks that.
 */
public interface Workload {

    /**
     * Sets up the workload, and says what its threads do.
     *
     * @param host their surroundings
     * @param cores how many threads it may have; a workload with pairs of threads uses an even number of them
     * @return the threads that the run waits for
     */
    List<Role> prepare(Host host, int cores);

    /** Ends threads that the workload itself has started. Not called in a simulation, which abandons them. */
    default void close() {
    }

    /**
     * A thread.
     *
     * @param name what it is called
     * @param body what it does
     */
    record Role(String name, Runnable body) {
    }
}
