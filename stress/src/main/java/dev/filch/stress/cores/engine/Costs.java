package dev.filch.stress.cores.engine;

/**
 * The costs of the simulated machine. All times are in picoseconds. {@code CORES.md} says where they come from.
 *
 * @param near the costs of moving a cache line within a socket
 * @param far the costs of moving a cache line between two sockets
 * @param hold how long a core keeps a line fetched for a locked instruction before it answers the next request
 * @param disturbance the time that a core loses if another core takes a line that it has just used
 * @param recent how long ago that use may be
 * @param memory the first access of a line that no core has
 * @param hit an access of a line that the core has
 * @param locked a locked instruction on a line that the core has, or a full fence
 * @param allocation a new object or array
 * @param spin one {@link Thread#onSpinWait}
 * @param clock one {@link System#nanoTime}
 * @param yield a {@link Thread#yield} on a core for which no other thread waits
 * @param contextSwitch the time between two threads on one core
 * @param timeSlice how long a thread runs while others wait for its core
 * @param unpark what waking a parked thread costs the waking thread
 * @param wakeUp how long the woken thread takes to run, on an idle core
 * @param jitter by which fraction the time to move a line varies
 * @param prefetch how many lines a core requests ahead of a thread that reads consecutive lines
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

    /** 100 ms in picoseconds. The limit keeps runs short: if threads take turns, a run lasts several slices. */
    private static final long MAX_TIME_SLICE = 100_000_000_000L;

    /** The largest {@link #prefetch}. */
    public static final int MAX_PREFETCH = 32;

    // Costs that measurements on two cores cannot determine, or that hardly matter. The fit does not change them.

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

    /** The time that a thread needs to start another, in picoseconds: 10 µs. */
    static final long THREAD_START = 10_000_000;

    /** The time from then until the started thread runs, in picoseconds: 50 µs. */
    static final long THREAD_BEGIN = 50_000_000;

    /**
     * The cost of moving a line between two cores.
     *
     * @param transfer a read or write of a line that another core has written, from request to arrival
     * @param upgrade a write of a line of which this and other cores have copies
     * @param copy a read of a line of which other cores have only copies
     * @param snoop how long a request takes to reach the core that has the line
     */
    public record Distance(long transfer, long upgrade, long copy, long snoop) {

        /** Checks that a request arrives before its answer. */
        public Distance {
            if (snoop <= 0 || transfer < snoop || upgrade < snoop || copy < snoop) {
                throw new IllegalArgumentException(
                        "a transfer must take at least as long as its snoop, and a snoop more than 0: "
                                + transfer + ", " + upgrade + ", " + copy + ", " + snoop);
            }
        }
    }

    /** Checks that time passes, and that limits are kept. */
    public Costs {
        if (hit <= 0 || locked <= 0 || spin <= 0 || yield <= 0 || timeSlice <= 0) {
            throw new IllegalArgumentException("hit, locked, spin, yield and timeSlice must be greater than 0");
        }
        if (timeSlice > MAX_TIME_SLICE) {
            throw new IllegalArgumentException("the time slice must be at most 100 ms, not " + timeSlice + " ps");
        }
        if (far.snoop < near.snoop) {
            throw new IllegalArgumentException("far.snoop must not be less than near.snoop");
        }
        if (prefetch < 0 || prefetch > MAX_PREFETCH) {
            throw new IllegalArgumentException("prefetch must be between 0 and " + MAX_PREFETCH + ", not " + prefetch);
        }
        if (jitter < 0 || jitter >= 1) {
            throw new IllegalArgumentException("the jitter must be a fraction below 1, not " + jitter);
        }
    }

    /** The time that a request needs, at least, to take effect at another core. */
    long lookahead() {
        return near.snoop;
    }

    Distance between(int socket, int other) {
        return socket == other ? near : far;
    }
}
