package dev.filch.stress.cores.engine;

/**
 * What things cost on the simulated machine. All times are in picoseconds; {@code CORES.md} says how they were found.
 *
 * @param near what a cache line costs to move within a socket
 * @param far the same between two sockets
 * @param hold how long a core keeps a line that came for a locked instruction before it answers the next request
 * @param disturbance what a core loses if a line that it has just used is taken away
 * @param recent how long ago such a use may be
 * @param memory a first access of a line that no core has
 * @param hit an access of a line that the core has
 * @param locked a locked instruction or a full fence on a line that the core has
 * @param allocation a new object or array
 * @param spin one {@link Thread#onSpinWait}
 * @param clock one {@link System#nanoTime}
 * @param yield a {@link Thread#yield} on a core that has no other thread to run
 * @param contextSwitch the time between two threads on one core
 * @param timeSlice how long a thread runs while others wait for its core
 * @param unpark what waking a thread costs the thread that wakes
 * @param wakeUp how long the woken thread takes to run, on an idle core
 * @param jitter by how much the cost of moving a line varies, as a fraction
 * @param prefetch how many lines a core asks for ahead of a thread that reads one line after the other
 */
public record Costs(
        Distance near,
        Distance far,
        long hold,
        long disturbance,
        long recent,
        long memory,
        long hit,
        long locked,
        long allocation,
        long spin,
        long clock,
        long yield,
        long contextSwitch,
        long timeSlice,
        long unpark,
        long wakeUp,
        double jitter,
        int prefetch) {

    /** In picoseconds: 100 ms. Runs in which threads take turns last for some slices. */
    private static final long MAX_TIME_SLICE = 100_000_000_000L;

    /** The most lines that a core may ask for ahead. */
    public static final int MAX_PREFETCH = 32;

    // Costs that two cores cannot determine, or that hardly matter. The fit keeps them.

    /** See {@link #recent}. */
    public static final long DEFAULT_RECENT = 50_000;

    /** See {@link #memory}. */
    public static final long DEFAULT_MEMORY = 90_000;

    /** See {@link #allocation}. */
    public static final long DEFAULT_ALLOCATION = 4_000;

    /** See {@link #contextSwitch}. */
    public static final long DEFAULT_CONTEXT_SWITCH = 1_500_000;

    /** See {@link #timeSlice}. */
    public static final long DEFAULT_TIME_SLICE = 3_000_000_000L;

    /** See {@link #jitter}. */
    public static final double DEFAULT_JITTER = 0.1;

    // Assumptions that no set of costs changes.

    /** What starting a thread costs the thread that starts it, in picoseconds: 10 µs. */
    static final long THREAD_START = 10_000_000;

    /** From then until the started thread runs: 50 µs. */
    static final long THREAD_BEGIN = 50_000_000;

    /**
     * The cost of moving a line between two cores.
     *
     * @param transfer a read or a write of a line that another core has written, from request to data
     * @param upgrade a write of a line of which this core has a copy, as others have
     * @param copy a read of a line that others have only read since it was last written back
     * @param snoop how long a request takes to reach the core that has the line
     */
    public record Distance(long transfer, long upgrade, long copy, long snoop) {

        /** Checks that a request arrives before it is answered. */
        public Distance {
            if (snoop <= 0 || transfer < snoop || upgrade < snoop || copy < snoop) {
                throw new IllegalArgumentException(
                        "a transfer takes at least as long as its snoop, and a snoop takes time: " + transfer + ", "
                                + upgrade + ", " + copy + ", " + snoop);
            }
        }
    }

    /** Checks that time passes. */
    public Costs {
        if (hit <= 0 || locked <= 0 || spin <= 0 || yield <= 0 || timeSlice <= 0) {
            throw new IllegalArgumentException("hit, locked, spin, yield and time slice take time");
        }
        if (timeSlice > MAX_TIME_SLICE) {
            throw new IllegalArgumentException("the time slice must be at most 100 ms, not " + timeSlice + " ps");
        }
        if (far.snoop < near.snoop) {
            throw new IllegalArgumentException("the far socket is not nearer than the near one");
        }
        if (prefetch < 0 || prefetch > MAX_PREFETCH) {
            throw new IllegalArgumentException("prefetch must be between 0 and " + MAX_PREFETCH + ", not " + prefetch);
        }
        if (jitter < 0 || jitter >= 1) {
            throw new IllegalArgumentException("the jitter is a fraction below 1, not " + jitter);
        }
    }

    /** The earliest moment, from now, at which a request can take effect elsewhere. */
    long lookahead() {
        return near.snoop;
    }

    Distance between(int socket, int other) {
        return socket == other ? near : far;
    }
}
