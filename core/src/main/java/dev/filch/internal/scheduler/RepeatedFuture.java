package dev.filch.internal.scheduler;

/**
 * The queue entry for a future that is in a queue already. Only groups with a bound have such entries: each has a
 * credit of its own.
 *
 * @param future the future that was submitted again
 */
record RepeatedFuture(TaskFuture<?> future) implements Runnable {

    /**
     * The future that a queue entry stands for; null if it stands for a task of another kind.
     *
     * @param bounded whether the group has a bound. Otherwise no entry is a {@code RepeatedFuture}, and none is checked
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
