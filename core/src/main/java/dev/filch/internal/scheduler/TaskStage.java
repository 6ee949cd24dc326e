package dev.filch.internal.scheduler;

/*
 * The state of a TaskFuture is null (not started), the thread that runs the task, or one of these stages:
 *
 *   null -> thread                             claim: by a worker, or by a task that waits for this one
 *   thread -> SUSPENDED -> thread              the thread runs a claimed task on top of this one, and goes on
 *   thread -> DONE, FAILED                     the end
 *   null -> WITHDRAWN                          shutdownNow has listed the task
 *   WITHDRAWN -> thread                        the list's receiver runs it, or another group that has queued it, too
 *   WITHDRAWN -> null                          the receiver gives it to a pool; back if the pool refuses it
 *   null, WITHDRAWN -> CANCELLED_UNSTARTED     the task never starts
 *   CANCELLED_UNSTARTED -> CANCELLED           the thread that takes the future from a queue counts it as executed
 *   thread, SUSPENDED -> CANCELLED
 *   thread -> CANCELLING -> CANCELLED          cancel(true): the interrupt falls between the two
 *   SUSPENDED -> CANCELLED_SUSPENDED           cancel(true): the interrupt is delivered when the task goes on
 *   CANCELLED_SUSPENDED -> CANCELLED
 *
 * A deadline that passes has the same effects as a cancellation, in stages of its own.
 */

/** The stage of the task of a {@link TaskFuture}, unless it has yet to start or a thread is running it. */
enum TaskStage {
    SUSPENDED(false),
    WITHDRAWN(false),
    CANCELLING(true),
    CANCELLED_SUSPENDED(true),
    CANCELLED_UNSTARTED(true),
    CANCELLED(true),
    EXPIRING(true),
    EXPIRED_SUSPENDED(true),
    EXPIRED_UNSTARTED(true),
    EXPIRED(true),
    FAILED(true),
    DONE(true);

    private final boolean isDone;

    TaskStage(boolean isDone) {
        this.isDone = isDone;
    }

    /** Whether the future has a result, or never will. */
    boolean isDone() {
        return isDone;
    }

    boolean isCancelled() {
        return this == CANCELLING || this == CANCELLED_SUSPENDED || this == CANCELLED_UNSTARTED || this == CANCELLED;
    }

    boolean isExpired() {
        return this == EXPIRING || this == EXPIRED_SUSPENDED || this == EXPIRED_UNSTARTED || this == EXPIRED;
    }

    /** Whether a thread is about to interrupt the one that runs the task. */
    boolean isInterrupting() {
        return this == CANCELLING || this == EXPIRING;
    }

    /** Why a future ends without its task's result, and the stages that it then passes through. */
    enum Abandonment {
        /** The future is cancelled. */
        CANCEL(CANCELLING, CANCELLED_SUSPENDED, CANCELLED_UNSTARTED, CANCELLED),
        /** Its deadline passes. */
        EXPIRE(EXPIRING, EXPIRED_SUSPENDED, EXPIRED_UNSTARTED, EXPIRED);

        private final TaskStage interrupting;
        private final TaskStage suspended;
        private final TaskStage unstarted;
        private final TaskStage end;

        Abandonment(TaskStage interrupting, TaskStage suspended, TaskStage unstarted, TaskStage end) {
            this.interrupting = interrupting;
            this.suspended = suspended;
            this.unstarted = unstarted;
            this.end = end;
        }

        /** The stage in which a thread interrupts the one that runs the task. */
        TaskStage interrupting() {
            return interrupting;
        }

        /** The stage in which the thread will be interrupted when it goes on with the task. */
        TaskStage suspended() {
            return suspended;
        }

        /** The stage in which the task never starts, and was not counted. */
        TaskStage unstarted() {
            return unstarted;
        }

        /** The last stage. */
        TaskStage end() {
            return end;
        }
    }
}
