package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.RejectedExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A task is submitted while the group is stopped or shut down. It is refused, returned by {@code shutdownNow}, or run:
 * exactly one of these.
 */
public final class ShutdownAgainstSubmit {

    private static final Runnable TASK = () -> {};

    private ShutdownAgainstSubmit() {}

    private static int accepted(boolean accepted) {
        return accepted ? 1 : 0;
    }

    private static boolean submits(WorkerGroup group) {
        try {
            group.execute(TASK, Lane.NORMAL);
            return true;
        } catch (RejectedExecutionException refused) {
            return false;
        }
    }

    /** Takes a task for a worker, which then goes idle; 0 if there is none. */
    private static int takesTask(WorkerGroup group, Worker worker) {
        boolean found = worker.next() != null;
        InertGroup.goIdle(group, worker);
        return found ? 1 : 0;
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The task was accepted, and returned by the stop.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The task was refused, and not returned by the stop.")
    @Outcome(expect = FORBIDDEN, desc = "The task was lost, or refused and returned.")
    @State
    public static class FromOutside {
        private final WorkerGroup group = InertGroup.create();

        @Actor
        public void submitter(II_Result r) {
            r.r1 = accepted(submits(group));
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = group.shutdownNow().size();
        }
    }

    /** A push is not a read-modify-write, so it needs the fence after it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The task was accepted, and returned by the stop.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The task was refused, and not returned by the stop.")
    @Outcome(expect = FORBIDDEN, desc = "The task was lost, or refused and returned.")
    @State
    public static class FromAWorker {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.firstWorker(group);

        @Actor
        public void worker(II_Result r) {
            r.r1 = accepted(group.submissions().push(worker, TASK, Lane.NORMAL));
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = group.shutdownNow().size();
        }
    }

    /** A worker moves a batch from an injector to its own queue, and runs the first task of the batch. */
    @JCStressTest
    @Outcome(id = {"0, 3", "1, 2"}, expect = ACCEPTABLE, desc = "Each task was taken, or returned by the stop.")
    @Outcome(expect = FORBIDDEN, desc = "A task was lost, or taken and returned.")
    @State
    public static class BatchInFlight {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.firstWorker(group);

        public BatchInFlight() {
            for (int i = 0; i < 3; i++) {
                group.execute(TASK, Lane.NORMAL);
            }
        }

        @Actor
        public void worker(II_Result r) {
            r.r1 = worker.next() == null ? 0 : 1;
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = group.shutdownNow().size();
        }
    }

    /** All workers are idle. The later of the two operations must wake a worker, or see that the group has ended. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The task was accepted and run before the group ended.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The task was refused, and the group ended.")
    @Outcome(expect = FORBIDDEN, desc = "The task was lost, or the group never ends.")
    @State
    public static class GracefulFromOutside {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.firstWorker(group);

        public GracefulFromOutside() {
            InertGroup.goIdle(group, worker);
        }

        @Actor
        public void submitter(III_Result r) {
            r.r1 = accepted(submits(group));
        }

        @Actor
        public void owner() {
            group.shutdown();
        }

        @Arbiter
        public void end(III_Result r) {
            if (worker.occupyIfWanted(Thread.currentThread())) {
                r.r2 = takesTask(group, worker);
            }
            r.r3 = group.isOver() ? 1 : 0;
        }
    }

    /** The last task submits another one, then the worker goes idle. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The task was accepted and run before the group ended.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The task was refused, and the group ended.")
    @Outcome(expect = FORBIDDEN, desc = "The task was lost, or the group never ends.")
    @State
    public static class GracefulFromAWorker {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.firstWorker(group);

        @Actor
        public void worker(III_Result r) {
            r.r1 = accepted(group.submissions().push(worker, TASK, Lane.NORMAL));
            r.r2 = takesTask(group, worker);
        }

        @Actor
        public void owner() {
            group.shutdown();
        }

        @Arbiter
        public void end(III_Result r) {
            // The shutdown may have seen the task, and woken the worker after it went idle.
            if (worker.occupyIfWanted(Thread.currentThread())) {
                r.r2 += takesTask(group, worker);
            }
            r.r3 = group.isOver() ? 1 : 0;
        }
    }
}
