package dev.filch.internal.scheduler;

import java.lang.ref.WeakReference;

/**
 * The time at which a future fails unless it is done. The reference to the future is weak: if no queue and no thread
 * refers to the future, its task cannot run, and no thread waits for it.
 */
final class Deadline implements Comparable<Deadline> {

    private final WeakReference<TaskFuture<?>> reference;
    private final long time;
    private final boolean mayInterrupt;

    /**
     * Creates a deadline.
     *
     * @param future what fails
     * @param time when, by {@link System#nanoTime}
     * @param mayInterrupt whether the thread that runs the task is then interrupted
     */
    Deadline(TaskFuture<?> future, long time, boolean mayInterrupt) {
        reference = new WeakReference<>(future);
        this.time = time;
        this.mayInterrupt = mayInterrupt;
    }

    long time() {
        return time;
    }

    /** Whether the deadline has no effect any more: the future is done, or was garbage-collected. */
    boolean isMoot() {
        TaskFuture<?> future = reference.get();
        return future == null || future.isDone();
    }

    /** Fails the future, unless it is done. */
    void expire() {
        TaskFuture<?> future = reference.get();
        if (future != null) {
            future.expire(mayInterrupt);
        }
    }

    /** Compares the times, which must be less than 292 years apart. */
    @Override
    public int compareTo(Deadline other) {
        return Long.signum(time - other.time);
    }
}
