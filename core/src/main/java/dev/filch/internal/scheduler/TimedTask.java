package dev.filch.internal.scheduler;

/**
 * A task in a queue of a group that takes times.
 *
 * @param runnable what was submitted
 * @param submitNanos when it was submitted, by the group's clock
 */
record TimedTask(Runnable runnable, long submitNanos) implements Runnable {

    /** The task as it was submitted, given what was taken from a queue. */
    static Runnable submitted(Runnable queued) {
        return queued instanceof TimedTask timed ? timed.runnable : queued;
    }

    @Override
    public void run() {
        runnable.run();
    }
}
