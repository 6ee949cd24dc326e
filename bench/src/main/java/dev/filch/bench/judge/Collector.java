package dev.filch.bench.judge;

import java.util.Locale;

/** A garbage collector. */
public enum Collector {
    /** The default of most JVMs: storing into an old object costs more. */
    G1("-XX:+UseG1GC"),
    /** The one with the cheaper stores. */
    PARALLEL("-XX:+UseParallelGC");

    private final String flag;

    Collector(String flag) {
        this.flag = flag;
    }

    /** What makes a JVM use it. */
    public String flag() {
        return flag;
    }

    /** As it stands on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
