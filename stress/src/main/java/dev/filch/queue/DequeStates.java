package dev.filch.queue;

/**
 * Deques in states that otherwise take thousands of pushes. In the package of the deque, since this is not public API.
 */
public final class DequeStates {

    private DequeStates() {}

    /**
     * An empty deque with a buffer of a given length.
     *
     * @param lifo whether the owner pops the newest element
     * @param length the length of the buffer, a power of two
     */
    public static <E> WorkDeque<E> withLength(boolean lifo, int length) {
        return WorkDeque.startingAt(lifo, 0, length);
    }

    /** Makes the owner allocate a new buffer at the next push: a shorter one if this one is long and mostly unused. */
    public static void renewWithNextPush(WorkDeque<?> deque) {
        deque.pushesToMaintenance = 1;
        deque.maintenancesToRenewal = 1;
    }
}
