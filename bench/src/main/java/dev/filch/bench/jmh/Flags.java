package dev.filch.bench.jmh;

/**
 * What the forked JVMs are started with. The heap is touched before the first message: otherwise each page of it costs
 * a fault while the figures are taken, and that can be more than the queue costs. So that this is soon done, the heap
 * is no larger than it must be; the young generation holds the backlog of a hand-off.
 */
public final class Flags {

    /** The heap from the start... */
    public static final String HEAP_START = "-Xms512m";

    /** ...to the end, so that no figure depends on when it grew. */
    public static final String HEAP_MOST = "-Xmx512m";

    /** How much of it is for young objects, whatever the collector would choose. */
    public static final String YOUNG = "-Xmn256m";

    /** All pages are there from the start. */
    public static final String TOUCH = "-XX:+AlwaysPreTouch";

    /** Agrona's queues use the JDK's internal Unsafe. */
    public static final String OPEN_FOR_AGRONA = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** JOL must not attach an agent to its own JVM, which may be forbidden. */
    public static final String NO_ATTACH = "-Djol.skipDynamicAttach=true";

    private Flags() {}
}
