package dev.filch.internal.scheduler;

/** The three classes of urgency, each for a range of the priorities from 0 to 255. */
public enum Lane {
    /** Priorities from 200 to 255. */
    HIGH,
    /** Priorities from 50 to 199. */
    NORMAL,
    /** Priorities from 0 to 49. */
    LOW;

    /** The priority of a task that is submitted without one. */
    public static final int DEFAULT_PRIORITY = 100;

    private static final int HIGHEST_PRIORITY = 255;

    private static final int FIRST_HIGH = 200;
    private static final int FIRST_NORMAL = 50;
    private static final Lane[] ALL = values();

    /**
     * The lane of a priority.
     *
     * @param priority from 0 to 255
     * @return the lane
     * @throws IllegalArgumentException if the priority is out of range
     */
    public static Lane of(int priority) {
        checkPriority(priority);
        if (priority >= FIRST_HIGH) {
            return HIGH;
        }
        return priority >= FIRST_NORMAL ? NORMAL : LOW;
    }

    /** All lanes, the most urgent first. The array is shared: callers must not write to it. */
    static Lane[] all() {
        return ALL;
    }

    /**
     * Checks a priority.
     *
     * @param priority from 0 to 255
     * @return the priority
     * @throws IllegalArgumentException if the priority is out of range
     */
    public static int checkPriority(int priority) {
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority must be between 0 and 255, not " + priority);
        }
        return priority;
    }
}
