package dev.filch.queue;

/**
 * The word that decides who gets the oldest elements of a {@link WorkDeque}: the position of the oldest one, and in its
 * low bits how many elements, from that one on, are reserved for thieves, and whether the reservation is open. A
 * reservation is no claim: it takes nothing, and anybody may end it by moving the position on.
 *
 * <p>While a reservation is not open, only the thief that made it can make use of it, after a look at what the owner
 * has left. An open one is what remains after such a thief's claim: the owner is known not to pop from it before it has
 * ended it, so any thief may claim from it without that look.
 */
final class TopWord {

    static final int SHIFT = 16;

    /** Positions are this far apart, which leaves room for the reservation. */
    static final long STEP = 1 << SHIFT;

    static final int MOST_RESERVED = (1 << SHIFT - 1) - 1;

    private static final int OPEN = 1 << SHIFT - 1;

    private TopWord() {}

    static long position(long word) {
        return word & -STEP;
    }

    static int reserved(long word) {
        return (int) word & MOST_RESERVED;
    }

    static boolean isOpen(long word) {
        return ((int) word & OPEN) != 0;
    }

    static long reserving(long position, int count) {
        return position | count;
    }

    static long opening(long position, int count) {
        return count == 0 ? position : position | OPEN | count;
    }

    /** The word after a claim of so many elements: what is left of an open reservation stays open. */
    static long claiming(long word, int count) {
        long position = position(word) + count * STEP;
        return isOpen(word) ? opening(position, reserved(word) - count) : position;
    }
}
