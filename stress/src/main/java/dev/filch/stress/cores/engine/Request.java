package dev.filch.stress.cores.engine;

/** A core's request for a cache line, from the moment it is posted until the line arrives. */
final class Request {

    final Core core;
    final Line line;
    final boolean exclusive;

    /** Whether it is for a locked instruction. */
    final boolean locked;

    /** How long it travels to the core that has the line. */
    final long snoop;

    /** When it arrives there. */
    final long arrival;

    /** Whether the core's thread waits for it; else only the store buffer does. */
    boolean threadWaits;

    /** Whether the core may never need the line. */
    boolean isPrefetch;

    /** The line's {@link Line#version} when the request was answered: a copy is kept only if it is still the same. */
    int version;

    Request(Core core, Line line, boolean exclusive, boolean locked, long time, long snoop) {
        this.core = core;
        this.line = line;
        this.exclusive = exclusive;
        this.locked = locked;
        this.snoop = snoop;
        arrival = time + snoop;
    }
}
