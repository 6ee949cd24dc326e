package dev.filch.stress.cores.engine;

/** A small program for tests. Its implementations are rewritten; this interface is not. */
public interface Program {

    /** Returns the code of its threads. */
    Runnable[] threads();

    /** Returns the outcome, after the threads have ended. */
    default String outcome() {
        return "";
    }
}
