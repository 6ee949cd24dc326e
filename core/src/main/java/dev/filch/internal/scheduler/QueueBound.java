package dev.filch.internal.scheduler;

/**
 * The bound of a group's queues: how many tasks may be queued, and what happens to those that find the queues full.
 *
 * @param capacity the maximum number of queued tasks, at least 1
 * @param policy what happens to a task that finds the queues full
 * @param patienceNanos how long {@link Policy#BLOCK} waits for room, in nanoseconds
 */
public record QueueBound(int capacity, Policy policy, long patienceNanos) {

    /** What happens to a task that finds the queues full. */
    public enum Policy {
        /** The task is refused with an exception. */
        ABORT {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                throw admission.refusal(task, "the queues are full");
            }
        },
        /** The submitting thread runs the task. */
        CALLER_RUNS {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                admission.runInCaller(task);
                return false;
            }
        },
        /** The task is dropped. */
        DISCARD {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                admission.discard(task);
                return false;
            }
        },
        /** The oldest task of the lowest lane that has one is dropped. The new task takes its place. */
        DISCARD_OLDEST {
            @Override
            boolean makeRoom(Admission admission, Runnable task) {
                admission.discardOldest(task);
                return true;
            }
        },
        /** The submitting thread waits for room. Inside a task of the group, it runs the task instead. */
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

        /** Applies the policy to a task that found the queues full. Returns true if the task now has a credit. */
        abstract boolean makeRoom(Admission admission, Runnable task);
    }
}
