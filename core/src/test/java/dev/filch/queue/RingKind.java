package dev.filch.queue;

/** The rings, which must all behave alike. */
enum RingKind {
    PADDED,
    COMPACT;

    /** With positions that start at 0. */
    <E> MpmcRing<E> create(int capacity) {
        return this == PADDED ? MpmcRing.padded(capacity) : MpmcRing.compact(capacity);
    }

    /** With positions that start at a lap. */
    <E> MpmcRing<E> startingAt(int capacity, long firstLap) {
        return this == PADDED ? MpmcRing.startingAt(capacity, firstLap) : new CompactRing<>(capacity, firstLap);
    }
}
