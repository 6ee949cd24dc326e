package dev.filch.queue;

/**
 * Deques in states that only thousands of pushes lead to. In their package, since these are nobody else's business.
 */
public final class DequeStates {

    private DequeStates() {}

    /**
     * An empty deque with a buffer of some other length.
     *
     * @param lifo whether the owner pops the newest element
     * @param length of the buffer; a power of two
     */
    public static <E> WorkDeque<E> withLength(boolean lifo, int length) {
        return WorkDeque.startingAt(lifo, 0, length);
    }

    /** Lets the owner take a new buffer with its next push; a shorter one if this is long and mostly idle. */
    public static void renewWithNextPush(WorkDeque<?> deque) {
        deque.pushesToMaintenance = 1;
        deque.maintenancesToRenewal = 1;
    }
}
