package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.RejectedExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A task is submitted while the group is stopped: it is refused, or it is listed; never both, never neither. */
public final class ShutdownAgainstSubmit {

    private static final Runnable TASK = () -> {};

    private ShutdownAgainstSubmit() {}

    private static int accepted(boolean accepted) {
        return accepted ? 1 : 0;
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The task was accepted, and is listed.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The task was refused, and is not listed.")
    @Outcome(expect = FORBIDDEN, desc = "The task is lost, or was refused and listed.")
    @State
    public static class FromOutside {
        private final WorkerGroup group = InertGroup.create();

        @Actor
        public void submitter(II_Result r) {
            try {
                group.execute(TASK, Lane.NORMAL);
                r.r1 = 1;
            } catch (RejectedExecutionException refused) {
                r.r1 = 0;
            }
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = group.shutdownNow().size();
        }
    }

    /** The push is no read-modify-write: the fence behind it decides. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The task was accepted, and is listed.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The task was refused, and is not listed.")
    @Outcome(expect = FORBIDDEN, desc = "The task is lost, or was refused and listed.")
    @State
    public static class FromAWorker {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.firstWorker(group);

        @Actor
        public void worker(II_Result r) {
            r.r1 = accepted(group.push(worker, TASK, Lane.NORMAL));
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = group.shutdownNow().size();
        }
    }

    /** A worker moves a batch from an injector to its own queue, and runs the first task of it. */
    @JCStressTest
    @Outcome(id = {"0, 3", "1, 2"}, expect = ACCEPTABLE, desc = "Each task was taken, or is listed.")
    @Outcome(expect = FORBIDDEN, desc = "A task is lost, or was taken and listed.")
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
}
