package dev.filch.stress.cores.engine;

/** Makes what only a machine can throw. */
public final class StuckRuns {

    private StuckRuns() {
    }

    /** As if two threads waited for each other. */
    public static Stuck deadlock() {
        return new Stuck("no thread can go on", "producer 0: parked");
    }
}
