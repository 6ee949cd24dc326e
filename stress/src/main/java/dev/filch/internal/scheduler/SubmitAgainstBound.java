package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Tasks are submitted to a group whose queues are full or nearly so. Each is refused, or is accepted and then taken or
 * left; never more are left than there is room for.
 */
public final class SubmitAgainstBound {

    private SubmitAgainstBound() {}

    @JCStressTest
    @Outcome(id = {"1, 1, 0, 2", "1, 0, 1, 2", "0, 1, 1, 2"}, expect = ACCEPTABLE, desc = "Two of the three are queued.")
    @Outcome(expect = FORBIDDEN, desc = "Another number of tasks is queued than was accepted, or than there is room for.")
    @State
    public static class ThreeSubmittersTwoPlaces {
        private final BoundedGroup bounded = new BoundedGroup(2, QueueBound.Policy.ABORT);

        @Actor
        public void first(IIII_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = bounded.submit();
        }

        @Actor
        public void third(IIII_Result r) {
            r.r3 = bounded.submit();
        }

        @Arbiter
        public void left(IIII_Result r) {
            r.r4 = bounded.left();
        }
    }

    /** A task is queued, and its place is the only one. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1, 1", "0, 1, 1, 1"}, expect = ACCEPTABLE, desc = "One has the place of the task that was taken.")
    @Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "Both came before the task was taken.")
    @Outcome(id = {"1, 0, 2, 0", "0, 1, 2, 0"}, expect = ACCEPTABLE, desc = "The worker has taken both tasks.")
    @Outcome(id = "1, 1, 2, 1", expect = ACCEPTABLE, desc = "Each has the place of one of the two that were taken.")
    @Outcome(expect = FORBIDDEN, desc = "Two tasks were queued, or one is lost.")
    @State
    public static class TwoSubmittersAgainstWorker {
        private final BoundedGroup bounded = BoundedGroup.full(QueueBound.Policy.ABORT);

        @Actor
        public void first(IIII_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = bounded.submit();
        }

        @Actor
        public void worker(IIII_Result r) {
            r.r3 = bounded.takeTwice();
        }

        @Arbiter
        public void left(IIII_Result r) {
            r.r4 = bounded.left();
        }
    }

    /** A future that was cancelled has its place until it is taken out. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The other task was refused, and the place is free in the end.")
    @Outcome(expect = FORBIDDEN, desc = "Two tasks were queued, or a place is lost.")
    @State
    public static class SubmitterAgainstCancel {
        private final BoundedGroup bounded = new BoundedGroup(1, QueueBound.Policy.ABORT);
        private final TaskFuture<Integer> future = bounded.submitFuture();

        @Actor
        public void canceller(III_Result r) {
            r.r1 = future.cancel(false) ? 1 : 0;
        }

        @Actor
        public void submitter(III_Result r) {
            r.r2 = bounded.submit();
        }

        @Arbiter
        public void places(III_Result r) {
            bounded.take();
            r.r3 = bounded.places();
        }
    }

    /** The owner runs the future, which leaves its entry in the queue: only one of the two threads gives the place up. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "It has run, its entry was taken, and both places are free.")
    @Outcome(expect = FORBIDDEN, desc = "A place is lost or made up.")
    @State
    public static class ClaimAgainstWorker {
        private final BoundedGroup bounded = new BoundedGroup(2, QueueBound.Policy.ABORT);
        private final TaskFuture<Integer> future = bounded.submitFuture();

        @Actor
        public void owner(III_Result r) {
            future.run();
            r.r1 = future.isDone() ? 1 : 0;
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.take() == future ? 1 : 0;
        }

        @Arbiter
        public void places(III_Result r) {
            r.r3 = bounded.places();
        }
    }

    /** If the future is in a queue already, it has a second place there. */
    @JCStressTest
    @Outcome(id = {"1, 1, 1", "1, 2, 2"}, expect = ACCEPTABLE, desc = "What was taken has given up its place.")
    @Outcome(expect = FORBIDDEN, desc = "A place is lost or made up.")
    @State
    public static class RepeatedSubmissionAgainstWorker {
        private final BoundedGroup bounded = new BoundedGroup(2, QueueBound.Policy.ABORT);
        private final TaskFuture<Integer> future = bounded.submitFuture();

        @Actor
        public void submitter(III_Result r) {
            r.r1 = bounded.submit(future);
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.takeTwice();
        }

        @Arbiter
        public void places(III_Result r) {
            r.r3 = bounded.places();
        }
    }
}
