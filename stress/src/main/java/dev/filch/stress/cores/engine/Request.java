package dev.filch.stress.cores.engine;

/** A core's request for a cache line, from the moment it is posted until the line arrives. */
final class Request {

    final Core core;
    final Line line;
    final boolean exclusive;

    /** Whether it is for a locked instruction. */
    final boolean locked;

    /** When it reaches the core that has the line. */
    final long arrival;

    /** Whether the core's thread waits for it; else only the store buffer does. */
    boolean threadWaits;

    /** Whether the core may never need the line. */
    boolean isPrefetch;

    /** The line's {@link Line#version} when the request was answered: a copy is kept only if it is still the same. */
    int version;

    Request(Core core, Line line, boolean exclusive, boolean locked, long arrival) {
        this.core = core;
        this.line = line;
        this.exclusive = exclusive;
        this.locked = locked;
        this.arrival = arrival;
    }
}
