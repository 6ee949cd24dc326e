package dev.filch.internal.scheduler;

/**
 * A queued task that is timed.
 *
 * @param runnable the entry of the queue if the task were not timed
 * @param lane the lane to which it was submitted
 * @param submitNanos when it was submitted, by the group's clock
 * @param waitEvent the flight recorder's event for its wait; null if none is recorded
 */
record TimedTask(Runnable runnable, Lane lane, long submitNanos, Object waitEvent) implements Runnable {

    /** The task as the user submitted it, given an entry of a queue. */
    static Runnable submitted(Runnable queued) {
        Runnable entry = untimed(queued);
        if (entry instanceof RepeatedFuture repeated) {
            return repeated.future();
        }
        return entry instanceof Decoration.DecoratedTask decorated ? decorated.submitted() : entry;
    }

    /** An entry of a queue, without the time of its submission. */
    static Runnable untimed(Runnable queued) {
        return queued instanceof TimedTask timed ? timed.runnable : queued;
    }

    @Override
    public void run() {
        runnable.run();
    }
}
