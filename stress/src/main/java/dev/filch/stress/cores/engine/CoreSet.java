package dev.filch.stress.cores.engine;

/** A set of cores, by their numbers. */
final class CoreSet {

    /** The largest number of cores of a simulated machine. */
    static final int MAX_CORES = 128;

    private long low;
    private long high;

    boolean contains(int core) {
        return ((core < 64 ? low : high) >>> core & 1) != 0;
    }

    void add(int core) {
        if (core < 64) {
            low |= 1L << core;
        } else {
            high |= 1L << core;
        }
    }

    void clear() {
        low = 0;
        high = 0;
    }

    boolean isEmpty() {
        return (low | high) == 0;
    }

    /** Returns the smallest core in the set that is at least {@code from}; -1 if there is none. */
    int next(int from) {
        if (from < 64) {
            long rest = low & -1L << from;
            if (rest != 0) {
                return Long.numberOfTrailingZeros(rest);
            }
        }
        if (from >= MAX_CORES) {
            return -1;
        }
        long rest = high & -1L << Math.max(0, from - 64);
        return rest == 0 ? -1 : 64 + Long.numberOfTrailingZeros(rest);
    }
}
