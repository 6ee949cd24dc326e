package dev.filch.bench.jmh;

/**
 * The flags of the forked JVMs. The JVM touches the heap before the first message. Otherwise each page would cost a
 * fault during the measurement, which can take longer than the queue. The heap is small, so that this is done soon; the
 * young generation holds the backlog of a hand-off.
 */
public final class Flags {

    /** The initial heap. */
    public static final String HEAP_START = "-Xms512m";

    /** The largest heap. It equals the initial one, so no figure depends on when the heap grew. */
    public static final String HEAP_MAX = "-Xmx512m";

    /** The young generation, fixed instead of chosen by the collector. */
    public static final String YOUNG = "-Xmn256m";

    /** Touches all pages at the start. */
    public static final String TOUCH = "-XX:+AlwaysPreTouch";

    /** Agrona's queues use the JDK's internal Unsafe. */
    public static final String OPEN_FOR_AGRONA = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** Keeps JOL from attaching an agent to its own JVM, which may be forbidden. */
    public static final String NO_ATTACH = "-Djol.skipDynamicAttach=true";

    private Flags() {}
}
