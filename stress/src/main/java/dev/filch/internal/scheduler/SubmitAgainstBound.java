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
 * Tasks are submitted to a group whose queues are full or nearly full. Each task is either refused, or accepted and
 * then taken or left in a queue. The queues never hold more tasks than the bound.
 */
public final class SubmitAgainstBound {

    private SubmitAgainstBound() {}

    @JCStressTest
    @Outcome(id = {"1, 1, 0, 2", "1, 0, 1, 2", "0, 1, 1, 2"}, expect = ACCEPTABLE,
            desc = "Two of the three are queued.")
    @Outcome(expect = FORBIDDEN,
            desc = "The number of queued tasks differs from the number accepted, or exceeds the bound.")
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

    /** The only place is taken by a queued task. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1, 1", "0, 1, 1, 1"}, expect = ACCEPTABLE,
            desc = "One got the place of the task that was taken.")
    @Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "Both were refused before the task was taken.")
    @Outcome(id = {"1, 0, 2, 0", "0, 1, 2, 0"}, expect = ACCEPTABLE, desc = "The worker took both tasks.")
    @Outcome(id = "1, 1, 2, 1", expect = ACCEPTABLE,
            desc = "Each got the place of one of the two tasks that were taken.")
    @Outcome(expect = FORBIDDEN, desc = "Two tasks were queued, or one was lost.")
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

    /** A cancelled future keeps its place until it is taken from the queue. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE,
            desc = "The other task was refused, and the place is free at the end.")
    @Outcome(expect = FORBIDDEN, desc = "Two tasks were queued, or a place was lost.")
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

    /** The owner runs the future, and its entry stays in the queue. Only one of the two threads frees the place. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE,
            desc = "The future ran, its entry was taken, and both places are free.")
    @Outcome(expect = FORBIDDEN, desc = "A place was lost or freed twice.")
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

    /** A future that is queued already takes a second place. */
    @JCStressTest
    @Outcome(id = {"1, 1, 1", "1, 2, 2"}, expect = ACCEPTABLE, desc = "Each task that was taken freed its place.")
    @Outcome(expect = FORBIDDEN, desc = "A place was lost or freed twice.")
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
