package dev.filch.queue;

/** The kinds of rings, which all behave alike. */
enum RingKind {
    PADDED,
    COMPACT;

    /** Creates a ring whose positions start at 0. */
    <E> MpmcRing<E> create(int capacity) {
        return this == PADDED ? MpmcRing.padded(capacity) : MpmcRing.compact(capacity);
    }

    /** Creates a ring whose positions start at this lap. */
    <E> MpmcRing<E> startingAt(int capacity, long firstLap) {
        return this == PADDED ? MpmcRing.startingAt(capacity, firstLap) : new CompactRing<>(capacity, firstLap);
    }
}
