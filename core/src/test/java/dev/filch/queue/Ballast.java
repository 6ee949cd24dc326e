package dev.filch.queue;

import java.util.ArrayDeque;
import java.util.Deque;

/** Takes all memory there is, and gives it back. */
final class Ballast {

    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS_LEFT = 2;

    private final Deque<byte[]> blocks = new ArrayDeque<>();
    private Object[] crumbs;

    /** Fails unless there is no memory for what an action allocates. */
    static void requireOutOfMemory(Runnable action) {
        try {
            action.run();
        } catch (OutOfMemoryError e) {
            return;
        }
        throw new AssertionError("there was enough memory");
    }

    /** Leaves room for some segments, but not for a large array. */
    void fillMemory() {
        try {
            while (true) {
                blocks.push(new byte[BLOCK]);
            }
        } catch (OutOfMemoryError e) {
            for (int i = 0; i < BLOCKS_LEFT; i++) {
                blocks.pop();
            }
        }
    }

    /** Again and again, since the collector may find some more room after it has given up once. */
    void fillMemoryToTheBrim() {
        fillMemory();
        for (int times = 0; times < 20; times++) {
            try {
                while (true) {
                    crumbs = new Object[] {crumbs};
                }
            } catch (OutOfMemoryError e) {
                // Full, as it is meant to be.
            }
        }
    }

    /** Gives back one of the blocks, room for a part of a large batch. */
    void freeSome() {
        blocks.pop();
    }

    void freeMemory() {
        crumbs = null;
        blocks.clear();
    }
}
