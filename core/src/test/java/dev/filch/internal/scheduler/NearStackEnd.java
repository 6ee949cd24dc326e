package dev.filch.internal.scheduler;

import dev.filch.internal.Together;

/** Runs code near the end of a stack. */
final class NearStackEnd {

    /** In bytes. */
    private static final int SMALL_STACK = 200_000;

    private NearStackEnd() {
    }

    /**
     * Runs an action in the deepest frame of a new thread. If it overflows, runs it one frame above, until it returns.
      *
     * @param depth how many frames deeper to begin
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
            // If this overflows, the frame above runs the action.
            action.run();
            return 0;
        }
    }
}
