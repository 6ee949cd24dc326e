package dev.filch.bench.jmh;

/** What the forked JVMs are started with. */
public final class Flags {

    /** The heap from the start... */
    public static final String HEAP_START = "-Xms2g";

    /** ...to the end, so that no figure depends on when it grew. */
    public static final String HEAP_MOST = "-Xmx2g";

    /** Agrona's queues use the JDK's internal Unsafe. */
    public static final String OPEN_FOR_AGRONA = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** JOL must not attach an agent to its own JVM, which may be forbidden. */
    public static final String NO_ATTACH = "-Djol.skipDynamicAttach=true";

    private Flags() {}
}
