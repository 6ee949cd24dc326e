package dev.filch.internal.scheduler;

/**
 * A task in a queue whose times are taken.
 *
 * @param runnable what was submitted
 * @param lane the lane to which it was submitted
 * @param submitNanos when it was submitted, by the group's clock
 * @param waitEvent the event of its wait; null unless it is recorded
 */
record TimedTask(Runnable runnable, Lane lane, long submitNanos, Object waitEvent) implements Runnable {

    /** The task as it was submitted, given what was taken from a queue. */
    static Runnable submitted(Runnable queued) {
        Runnable entry = untimed(queued);
        if (entry instanceof RepeatedFuture repeated) {
            return repeated.future();
        }
        return entry instanceof Decoration.DecoratedTask decorated ? decorated.submitted() : entry;
    }

    /** The class of the task as it was submitted; that of futures if it is a future that has ended. */
    static Class<?> classOf(Runnable queued) {
        // Compilers of different versions call a method of Object on an interface in different ways.
        Object submitted = submitted(queued);
        return submitted instanceof TaskFuture<?> future ? future.taskClass() : submitted.getClass();
    }

    /** What was taken from a queue, without the time of its submission. */
    static Runnable untimed(Runnable queued) {
        return queued instanceof TimedTask timed ? timed.runnable : queued;
    }

    @Override
    public void run() {
        runnable.run();
    }
}
