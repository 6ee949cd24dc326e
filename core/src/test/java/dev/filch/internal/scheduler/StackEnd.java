package dev.filch.internal.scheduler;

import dev.filch.internal.Together;

/** Tries something near the end of the stack. */
final class StackEnd {

    /** In bytes: it is soon full. */
    private static final int SMALL_STACK = 200_000;

    private StackEnd() {
    }

    /**
     * Tries an action in the deepest frame of a thread of its own, and after each overflow one frame above, until it
     * returns. The frames begin this many frames deeper.
     */
    static void attempt(int depth, Runnable action) throws Exception {
        Together.start(body -> new Thread(null, body, "small stack", SMALL_STACK), () -> descend(depth, action)).join();
    }

    private static int descend(int depth, Runnable action) {
        return depth == 0 ? attemptInTheDeepestFrame(action) : 1 + descend(depth - 1, action);
    }

    private static int attemptInTheDeepestFrame(Runnable action) {
        try {
            return 1 + attemptInTheDeepestFrame(action);
        } catch (StackOverflowError deepest) {
            // If this overflows, the frame above tries.
            action.run();
            return 0;
        }
    }
}
