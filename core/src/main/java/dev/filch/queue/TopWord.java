package dev.filch.queue;

/**
 * The word of top in a {@link WorkDeque}. It holds the position of the oldest element and, in its low bits, a
 * reservation: how many elements from that one on are reserved for thieves, and whether the reservation is shared. A
 * reservation takes no element. It ends when a thread advances the position.
 *
 * <p>At first, a reservation is for the thief that made it. This thief reads bottom to see what the owner has left,
 * claims some of the elements, and leaves the rest as a <i>shared reservation</i>. Every thief may claim from a shared
 * reservation, without reading bottom: the owner ends it before it pops from it.
 */
final class TopWord {

    static final int SHIFT = 16;

    /** The distance between positions, which leaves room for the reservation. */
    static final long STEP = 1 << SHIFT;

    static final int MAX_RESERVED = (1 << SHIFT - 1) - 1;

    private static final int SHARED = 1 << SHIFT - 1;

    private TopWord() {}

    static long position(long word) {
        return word & -STEP;
    }

    static int reserved(long word) {
        return (int) word & MAX_RESERVED;
    }

    static boolean isShared(long word) {
        return ((int) word & SHARED) != 0;
    }

    /** The word with a reservation for one thief. */
    static long reserving(long position, int count) {
        return position | count;
    }

    /** The word with a shared reservation, or with none if the count is 0. */
    static long sharing(long position, int count) {
        return count == 0 ? position : position | SHARED | count;
    }

    /** The word after a claim. The rest of a shared reservation stays shared. */
    static long claiming(long word, int count) {
        long position = position(word) + count * STEP;
        return isShared(word) ? sharing(position, reserved(word) - count) : position;
    }
}
