package dev.filch.stress.cores.engine;

/** A core's request for a cache line, until the line arrives. */
final class Request {

    final Core core;
    final Line line;
    final boolean exclusive;

    /** Whether a locked instruction needs the line. */
    final boolean locked;

    /** How long the request travels to the core that has the line. */
    final long snoop;

    /** The time at which it arrives there. */
    final long arrival;

    /** Whether the core's thread waits for the line, not only its store buffer or prefetcher. */
    boolean threadWaits;

    /** Whether the prefetcher has requested the line. */
    boolean isPrefetch;

    /** The line's {@link Line#version} at the answer. The core keeps an arriving copy only if this is still current. */
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
