package dev.filch.channel;

/** How long a thread spins before it parks. */
final class Spins {

    /**
     * For about a microsecond. If what the thread waits for comes in that time, no wake-up is needed, which would cost
     * both threads ten times as much. With one processor, nothing could come meanwhile.
     */
    private static final int BEFORE_PARKING = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

    private Spins() {
    }

    /** Spins while a choice has not ended. */
    static void whileWaiting(Choice choice) {
        for (int i = 0; i < BEFORE_PARKING && !choice.hasEnded(); i++) {
            Thread.onSpinWait();
        }
    }

    /** Spins while a side is not ready. */
    static void whileNot(Side side) {
        for (int i = 0; i < BEFORE_PARKING && !side.isReady(); i++) {
            Thread.onSpinWait();
        }
    }
}
