package dev.filch.pool;

/** The three classes of urgency into which the priorities 0 to 255 fall. */
enum Lane {
    HIGH,
    NORMAL,
    LOW;

    static final int HIGHEST_PRIORITY = 255;
    static final int DEFAULT_PRIORITY = 100;

    private static final int FIRST_HIGH = 200;
    private static final int FIRST_NORMAL = 50;
    private static final Lane[] ALL = values();

    static Lane of(int priority) {
        checkPriority(priority);
        if (priority >= FIRST_HIGH) {
            return HIGH;
        }
        return priority >= FIRST_NORMAL ? NORMAL : LOW;
    }

    /** Most urgent first. The array is shared: it is not to be written. */
    static Lane[] all() {
        return ALL;
    }

    static int checkPriority(int priority) {
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority must be between 0 and 255, not " + priority);
        }
        return priority;
    }
}
