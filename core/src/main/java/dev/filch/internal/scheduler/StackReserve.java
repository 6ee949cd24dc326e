package dev.filch.internal.scheduler;

/**
 * Room on the stack of the current thread. A thread makes sure of it before it claims a task. If the stack is too short, it
 * overflows here, and nothing has been changed. Otherwise the task may overflow the stack, but not the code that ends it,
 * which stands below the task on the stack.
 */
final class StackReserve {

    /**
     * Each takes 32 bytes or more. The code that ends a task takes about 1 KB while it is interpreted, and as much if it is
     * less optimised than this class. This costs some 60 ns; with half as many frames, some ends overflowed.
     */
    private static final int FRAMES = 64;

    private StackReserve() {
    }

    /**
     * Makes sure of the room.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensure() {
        descend(FRAMES);
    }

    private static int descend(int frames) {
        return frames == 0 ? 0 : descend(frames - 1) + 1;
    }
}
