package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Fiber;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/** A thread of the simulated program. */
final class SimulatedThread {

    /** The state of a thread. */
    enum State {
        /** It runs, or waits for a core or a line. */
        RUNNABLE,
        /** It waits in a park or a join. */
        PARKED,
        ENDED
    }

    final String name;

    /** The {@code Thread} that the program sees. */
    final Thread identity;

    final Fiber fiber;

    /** Whether the run waits for its end. */
    final boolean awaited;

    /** The core on which it runs or ran last; null before that. */
    Core core;

    /** The number of its memory region. */
    int region;

    State state = State.RUNNABLE;

    /** Whether its next park returns at once. */
    boolean permit;

    /** Whether it has been interrupted and has not cleared that. */
    boolean interrupted;

    /** The values of its thread-local variables. */
    final Map<SimulatedThreadLocal<?>, Object> locals = new IdentityHashMap<>();

    /** Its current path. */
    PathCounts path;

    /** The time up to which its running time has been added to paths. */
    long chargedUntil;

    /** The earliest time at which it may run. */
    long readyAt;

    /** The time that it has lost to disturbances and not spent yet. */
    long penalty;

    /** The number of its parks and joins, by which a timer recognizes its own. */
    int parks;

    /** The place of its last park or join. */
    String site = "";

    /** The thread that it joins; null if none. */
    SimulatedThread joined;

    SimulatedThread(Thread identity, boolean awaited, PathCounts path, Runnable work) {
        name = identity.getName();
        this.identity = identity;
        this.awaited = awaited;
        this.path = path;
        fiber = new Fiber(work);
    }

    /** Describes what it does or waits for, for a report. */
    String describe() {
        String waits = joined == null ? "parked" : "joining " + joined.name;
        return name + " " + (state == State.PARKED ? waits + " at " + site : state.name().toLowerCase(Locale.ROOT));
    }
}
