package dev.filch.internal.scheduler;

/**
 * How many tasks may be queued in a group, and what happens to others.
 *
 * @param capacity how many, at least 1
 * @param policy what happens to a task that comes while the queues are full
 * @param patienceNanos how long {@link Policy#BLOCK} waits, in nanoseconds
 */
public record QueueBound(int capacity, Policy policy, long patienceNanos) {

    /** What happens to a task that comes while the queues are full. */
    public enum Policy {
        /** It is refused with an exception. */
        ABORT {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                throw admission.refusal(task, "the queues are full");
            }
        },
        /** The thread that submits it runs it. */
        CALLER_RUNS {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                admission.runInCaller(task);
                return false;
            }
        },
        /** It is dropped. */
        DISCARD {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                admission.discard(task);
                return false;
            }
        },
        /** The oldest task of the lowest lane is dropped in its place. */
        DISCARD_OLDEST {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                admission.discardOldest(task);
                return true;
            }
        },
        /** The thread that submits it waits; if it is in a task of the group, it runs the task. */
        BLOCK {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                if (admission.isInTask()) {
                    admission.runInCaller(task);
                    return false;
                }
                return admission.awaitCredit(task);
            }
        };

        /** Does with a task that found the queues full what the policy says; true if there is a credit for it now. */
        abstract boolean makeRoom(Admission admission, Runnable task);
    }
}
