package dev.filch.bench.jmh;

/**
 * The age of the structure under test. A structure that has survived some collections is in the old generation. The
 * collector records references from old to young objects, so storing a new message into it costs more.
 */
public enum Age {
    /** New. It ages during an iteration, so iterations should be short and the heap large. */
    YOUNG,
    /** Moved to the old generation before the measurement. */
    TENURED;

    /** Gives all reachable objects this age, as far as the JVM allows. */
    void impose() {
        if (this == TENURED) {
            System.gc();
            System.gc();
        }
    }
}
