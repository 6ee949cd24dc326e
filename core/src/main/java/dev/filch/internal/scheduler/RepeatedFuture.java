package dev.filch.internal.scheduler;

/**
 * A queue's entry for a future that is in a queue already. It has a credit of its own.
 *
 * @param future what was submitted
 */
record RepeatedFuture(TaskFuture<?> future) implements Runnable {

    @Override
    public void run() {
        future.run();
    }
}
