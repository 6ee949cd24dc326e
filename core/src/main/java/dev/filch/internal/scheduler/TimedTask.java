package dev.filch.internal.scheduler;

/**
 * A task in a queue of a group that takes times.
 *
 * @param runnable what was submitted
 * @param submitNanos when, by the group's clock
 */
record TimedTask(Runnable runnable, long submitNanos) implements Runnable {

    @Override
    public void run() {
        runnable.run();
    }
}
