package dev.filch.queue;

/** Runs something in a thread of its own that has hardly any stack left. */
final class EndOfStack {

    /** In bytes: it is soon full. */
    private static final int SMALL_STACK = 1 << 17;

    private EndOfStack() {}

    /** Goes on to the end of the stack, and runs an action so many frames before that. */
    static void run(int framesBefore, Runnable action) throws InterruptedException {
        Thread descending = new Thread(null, () -> descend(framesBefore, action), "descending", SMALL_STACK);
        descending.start();
        descending.join();
    }

    /** How many frames it is from here. */
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
