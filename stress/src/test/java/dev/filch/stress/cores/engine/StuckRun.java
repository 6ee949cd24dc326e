package dev.filch.stress.cores.engine;

/** Creates exceptions that only a machine can throw. */
public final class StuckRun {

    private StuckRun() {
    }

    /** Returns the exception of a run in which all threads wait. */
    public static StuckException deadlock() {
        return new StuckException("all threads are blocked", "producer 0: parked");
    }
}
