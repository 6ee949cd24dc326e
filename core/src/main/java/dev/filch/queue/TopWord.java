package dev.filch.queue;

/**
 * The word that decides who gets the oldest elements of a {@link WorkDeque}: the position of the oldest one, and in its
 * low bits how many elements, from that one on, a thief has reserved for a batch. A reservation is no claim: it takes
 * nothing, and anybody may end it by moving the position on.
 */
final class TopWord {

    static final int SHIFT = 16;

    /** Positions are this far apart, which leaves room for the number of reserved elements. */
    static final long STEP = 1 << SHIFT;

    static final int MOST_RESERVED = (int) STEP - 1;

    private TopWord() {}

    static long position(long word) {
        return word & -STEP;
    }

    static int reserved(long word) {
        return (int) word & MOST_RESERVED;
    }

    static long reserving(long position, int count) {
        return position | count;
    }
}
