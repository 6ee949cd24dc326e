package dev.filch.queue;

import java.util.ArrayDeque;
import java.util.Deque;

/** Fills the memory, and frees it again. */
public final class Ballast {

    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS_LEFT = 2;

    private final Deque<byte[]> blocks = new ArrayDeque<>();
    private Object[] smallObjects;

    /** Fails unless an action runs out of memory. */
    public static void requireOutOfMemory(Runnable action) {
        try {
            action.run();
        } catch (OutOfMemoryError e) {
            return;
        }
        throw new AssertionError("expected the action to run out of memory");
    }

    /** Fills the memory, but leaves room for some segments, which is too small for a large array. */
    public void fillMemory() {
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

    /** Fills all memory, repeatedly, because the collector may still find some room after an OutOfMemoryError. */
    public void fillAllMemory() {
        fillMemory();
        for (int times = 0; times < 20; times++) {
            try {
                while (true) {
                    smallObjects = new Object[] {smallObjects};
                }
            } catch (OutOfMemoryError e) {
                // The memory is full.
            }
        }
    }

    /** Frees a number of the smallest objects, which {@link #fillAllMemory} has made. */
    public void freeSmallObjects(int count) {
        for (int i = 0; i < count; i++) {
            smallObjects = (Object[]) smallObjects[0];
        }
    }

    /** Frees one block, which has room for a part of a large batch. */
    public void freeSome() {
        blocks.pop();
    }

    public void freeMemory() {
        smallObjects = null;
        blocks.clear();
    }
}
