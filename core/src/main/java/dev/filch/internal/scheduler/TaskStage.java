package dev.filch.internal.scheduler;

/*
 * The state of a TaskFuture is null (not started), the thread that runs the task, or a stage. The transitions are:
 *
 *   null -> thread                             a thread claims the task: it took it from a queue, or waits for it
 *   thread -> SUSPENDED -> thread              the thread runs another task nested in this one, and continues
 *   thread -> DONE, FAILED                     the task returns, or throws an exception
 *   null -> WITHDRAWN                          shutdownNow lists the task
 *   WITHDRAWN -> thread                        the caller of shutdownNow runs it, or another group where it is queued
 *   WITHDRAWN -> null                          it is submitted again; if the pool refuses it, back to WITHDRAWN
 *   null, WITHDRAWN -> CANCELLED_UNSTARTED     a cancellation before the start
 *   CANCELLED_UNSTARTED -> CANCELLED           the thread that takes the future from a queue counts it as executed
 *   thread, SUSPENDED -> CANCELLED             cancel(false)
 *   thread -> CANCELLING -> CANCELLED          cancel(true): between the two, the thread is interrupted
 *   SUSPENDED -> CANCELLED_SUSPENDED           cancel(true): the interrupt is due when the task continues
 *   CANCELLED_SUSPENDED -> CANCELLED           the task continues, and its thread is interrupted
 *
 * When a deadline passes, the same transitions lead to EXPIRED, through stages of that name.
 */

/** The stage of a {@link TaskFuture} whose task is neither waiting to start nor running. */
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

    /** Whether the future has a result, or will never have one. */
    boolean isDone() {
        return isDone;
    }

    boolean isCancelled() {
        return this == CANCELLING || this == CANCELLED_SUSPENDED || this == CANCELLED_UNSTARTED || this == CANCELLED;
    }

    boolean isExpired() {
        return this == EXPIRING || this == EXPIRED_SUSPENDED || this == EXPIRED_UNSTARTED || this == EXPIRED;
    }

    /** Whether a thread is about to interrupt the thread that runs the task. */
    boolean isInterrupting() {
        return this == CANCELLING || this == EXPIRING;
    }

    /** Why a future ends without its task's result, and the stages through which it passes. */
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

        /** The stage during which the thread that runs the task is interrupted. */
        TaskStage interrupting() {
            return interrupting;
        }

        /** The stage of a suspended task whose thread will be interrupted when it continues with the task. */
        TaskStage suspended() {
            return suspended;
        }

        /** The stage of a task that will never start, and has not been counted yet. */
        TaskStage unstarted() {
            return unstarted;
        }

        /** The last stage. */
        TaskStage end() {
            return end;
        }
    }
}
