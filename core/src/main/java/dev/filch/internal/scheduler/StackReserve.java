package dev.filch.internal.scheduler;

/**
 * Ensures room on the stack of the current thread. A thread calls this before it claims a task or pops an idle worker.
 * If the stack is too short, it overflows here, before anything has changed. If it is not, the task may still overflow
 * the stack, but the code that ends the task cannot: it runs after the frames of the task have gone.
 */
final class StackReserve {

    /**
     * Each frame takes at least 32 bytes. The code that ends a task takes about 1 KB while it is interpreted, or if it
     * is less optimized than this class. With half as many frames, that code sometimes overflowed the stack. The check
     * takes about 60 ns.
     */
    private static final int FRAMES = 64;

    /**
     * For a wake-up. Its callees may still be interpreted when this class is compiled; with 64 frames, some overflowed.
     * More frames would cost time: a thread that rarely wakes others has to fetch each of these cache lines.
     */
    private static final int WAKE_UP_FRAMES = 128;

    /** For the start of a thread, which also initializes classes. */
    private static final int START_FRAMES = 512;

    private StackReserve() {
    }

    /**
     * Ensures the room to end a task.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensure() {
        descend(FRAMES);
    }

    /**
     * Ensures the room to pop an idle worker and wake its thread.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensureForWakeUp() {
        descend(WAKE_UP_FRAMES);
    }

    /**
     * Ensures the room to start a thread.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensureForStart() {
        descend(START_FRAMES);
    }

    /**
     * Ensures the room to pop an idle worker and push it again, or to make a worker idle, and to wake a worker after
     * that.
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
