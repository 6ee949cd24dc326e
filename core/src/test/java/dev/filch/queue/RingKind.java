package dev.filch.queue;

/** The kinds of rings, which all behave alike. */
enum RingKind {
    PADDED,
    COMPACT;

    /** Creates a ring whose positions start at 0. */
    <E> MpmcRing<E> create(int capacity) {
        return this == PADDED ? MpmcRing.padded(capacity) : MpmcRing.compact(capacity);
    }

    /** Creates a ring whose positions start some laps after 2^32, or before it. */
    <E> MpmcRing<E> startingAt(int capacity, long lapsToWrap) {
        return this == PADDED
                ? MpmcRing.startingAt(capacity, lapsToWrap)
                : new CompactRing<>(capacity, MpmcRing.lapOfWrap(capacity) + lapsToWrap);
    }
}
