package dev.filch.internal.scheduler;

/**
 * Room on the stack of the current thread. A thread ensures this room before it claims a task or pops an idle worker.
 * If the stack is too short, it overflows here, before anything has been changed. Otherwise the task may overflow the
 * stack, but the code that ends the task, which is below it on the stack, cannot.
 */
final class StackReserve {

    /**
     * Each frame takes 32 bytes or more. The code that ends a task takes about 1 KB while it is interpreted, and as
     * much if it is less optimised than this class. The check costs some 60 ns. With half as many frames, the code that
     * ends a task sometimes overflowed.
     */
    private static final int FRAMES = 64;

    /**
     * For a wake-up: its callees may still be interpreted while this class is compiled. With 64 frames, some
     * overflowed. Each frame is a cache line of the stack that a thread which rarely wakes others must fetch first.
     */
    private static final int WAKE_UP_FRAMES = 128;

    /** For the start of a thread, which also initializes classes. */
    private static final int START_FRAMES = 512;

    private StackReserve() {
    }

    /**
     * Ensures the room.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensure() {
        descend(FRAMES);
    }

    /**
     * Ensures the room for a pop of an idle worker and its wake-up, if it has a thread.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensureForWakeUp() {
        descend(WAKE_UP_FRAMES);
    }

    /**
     * Ensures the room for the start of a thread.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensureForStart() {
        descend(START_FRAMES);
    }

    /**
     * Ensures the room to pop an idle worker and put it back, or to make a worker idle, and for a wake-up after that.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensureForIdleStack() {
        descend(START_FRAMES + WAKE_UP_FRAMES);
    }

    private static int descend(int frames) {
        return frames == 0 ? 0 : descend(frames - 1) + 1;
    }
}
