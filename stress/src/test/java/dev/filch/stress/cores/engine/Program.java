package dev.filch.stress.cores.engine;

/** A small program for tests; the classes that implement it are rewritten, this one is not. */
public interface Program {

    /** What its threads do. */
    Runnable[] threads();

    /** What has come out, once they have ended. */
    default String outcome() {
        return "";
    }
}
