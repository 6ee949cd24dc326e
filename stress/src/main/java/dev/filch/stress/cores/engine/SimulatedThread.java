package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Fiber;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/** A thread of the simulated program. */
final class SimulatedThread {

    /** What a thread does. */
    enum State {
        /** It runs, or waits for its core. */
        RUNNABLE,
        PARKED,
        ENDED
    }

    final String name;

    /** The {@code Thread} that the program sees. */
    final Thread identity;

    final Fiber fiber;

    /** Whether the simulation goes on until it has ended. */
    final boolean awaited;

    /** Where it runs, or ran last; null before that. */
    Core core;

    /** The number of its region of memory. */
    int region;

    State state = State.RUNNABLE;

    /** Whether its next park returns at once. */
    boolean permit;

    /** Whether it has been interrupted and has not noticed that yet. */
    boolean interrupted;

    /** The values of its thread-local variables. */
    final Map<SimulatedThreadLocal<?>, Object> locals = new IdentityHashMap<>();

    /** The path that it is on. */
    PathCounts path;

    /** Its time until then has been added to a path. */
    long chargedUntil;

    /** When it may run at the earliest. */
    long readyAt;

    /** Time that it has lost to other cores' requests and not yet spent. */
    long penalty;

    /** Counts its parks and joins, so that a timer knows whether it is still the present one. */
    int parks;

    /** Where it parked last. */
    String site = "";

    /** The thread whose end it waits for; null if none. */
    SimulatedThread joined;

    SimulatedThread(Thread identity, boolean awaited, PathCounts path, Runnable work) {
        name = identity.getName();
        this.identity = identity;
        this.awaited = awaited;
        this.path = path;
        fiber = new Fiber(work);
    }

    /** What it waits for, for a report. */
    String describe() {
        String waits = joined == null ? "parked" : "waiting for the end of " + joined.name;
        return name + " " + (state == State.PARKED ? waits + " at " + site : state.name().toLowerCase(Locale.ROOT));
    }
}
