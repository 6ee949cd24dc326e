package dev.filch.bench.judge;

import java.util.Locale;

/** A garbage collector. */
public enum Collector {
    /** The default of most JVMs. Stores into old objects are expensive. */
    G1("-XX:+UseG1GC"),
    /** The collector with the cheaper stores. */
    PARALLEL("-XX:+UseParallelGC");

    private final String flag;

    Collector(String flag) {
        this.flag = flag;
    }

    /** Returns the flag that makes a JVM use it. */
    public String flag() {
        return flag;
    }

    /** Returns the name that the command line uses. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
