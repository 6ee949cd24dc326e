package dev.filch.internal.scheduler;

/**
 * A queue's entry for a future that is in a queue already, in a group with a bound. It has a credit of its own.
 *
 * @param future what was submitted
 */
record RepeatedFuture(TaskFuture<?> future) implements Runnable {

    /**
     * The future that an entry of a queue stands for; null if it is another task.
     *
     * @param bounded whether the group has a bound; otherwise it has no such entries, and no task is checked for that
     */
    static TaskFuture<?> futureOf(Runnable entry, boolean bounded) {
        if (entry instanceof TaskFuture<?> future) {
            return future;
        }
        return bounded && entry instanceof RepeatedFuture repeated ? repeated.future : null;
    }

    @Override
    public void run() {
        future.run();
    }
}
