package dev.filch.bench.jmh;

/**
 * How old the structure under test is. One that has survived some collections lives where the collector remembers who
 * points from old to young, so that storing a new message into it costs more.
 */
public enum Age {
    /** Just made. In the course of an iteration it ages, so iterations should be short and the heap large. */
    YOUNG,
    /** Moved to the old generation before the measurement. */
    TENURED;

    /** Makes everything that is reachable this old, so far as that can be asked for. */
    void impose() {
        if (this == TENURED) {
            System.gc();
            System.gc();
        }
    }
}
