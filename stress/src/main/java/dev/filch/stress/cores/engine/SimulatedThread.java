package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Fiber;

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

    /** When it may run at the earliest. */
    long readyAt;

    /** Time that it has lost to other cores' requests and not yet spent. */
    long penalty;

    /** Counts its parks, so that a timer knows whether its park is still the present one. */
    int parks;

    /** Where it parked last. */
    String site = "";

    /** The thread whose end it waits for; null if none. */
    SimulatedThread joined;

    SimulatedThread(Thread identity, boolean awaited, Runnable work) {
        name = identity.getName();
        this.identity = identity;
        this.awaited = awaited;
        fiber = new Fiber(work);
    }

    /** What it waits for, for a report. */
    String describe() {
        String waits = joined == null ? "parked" : "waiting for the end of " + joined.name;
        return name + " " + (state == State.PARKED ? waits + " at " + site : state.name().toLowerCase());
    }
}
