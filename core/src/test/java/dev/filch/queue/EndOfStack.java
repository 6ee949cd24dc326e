package dev.filch.queue;

/** Runs an action in a new thread that has hardly any stack left. */
final class EndOfStack {

    /** In bytes. */
    private static final int SMALL_STACK = 1 << 17;

    private EndOfStack() {}

    /** Recurses to the end of the stack, and runs the action this many frames before the end. */
    static void run(int framesBefore, Runnable action) throws InterruptedException {
        Thread descending = new Thread(null, () -> descend(framesBefore, action), "descending", SMALL_STACK);
        descending.start();
        descending.join();
    }

    /** Returns how many frames below this one the stack ends. */
    private static int descend(int framesBefore, Runnable action) {
        int frames;
        try {
            frames = descend(framesBefore, action) + 1;
        } catch (StackOverflowError e) {
            frames = 0;
        }
        if (frames == framesBefore) {
            action.run();
        }
        return frames;
    }
}
