package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The oldest task is to make room for another one while it is taken, claimed, cancelled or listed. */
public final class DiscardAgainstWorker {

    private DiscardAgainstWorker() {}

    private static int number(boolean condition) {
        return condition ? 1 : 0;
    }

    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The worker has taken the oldest.")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "It was dropped, and the worker has found nothing yet.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "It was dropped, and the worker has taken the new one.")
    @Outcome(expect = FORBIDDEN, desc = "A task has had two fates, or none.")
    @State
    public static class TheOldestIsTaken {
        private final BoundedGroup bounded = BoundedGroup.full(QueueBound.Policy.DISCARD_OLDEST);

        @Actor
        public void worker(III_Result r) {
            r.r1 = bounded.takeOnce();
        }

        @Actor
        public void submitter() {
            bounded.submit();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r2 = bounded.dropped();
            r.r3 = bounded.left();
        }
    }

    @JCStressTest
    @Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "Each has dropped one, and the last is queued.")
    @Outcome(expect = FORBIDDEN, desc = "A task has had two fates, or none.")
    @State
    public static class TwoSubmitters {
        private final BoundedGroup bounded = BoundedGroup.full(QueueBound.Policy.DISCARD_OLDEST);
        private int first;
        private int second;

        @Actor
        public void first() {
            first = bounded.submit();
        }

        @Actor
        public void second() {
            second = bounded.submit();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r1 = first + second;
            r.r2 = bounded.dropped();
            r.r3 = bounded.left();
        }
    }

    /** The owner of the future runs it. */
    @JCStressTest
    @Outcome(id = {"0, 0, 1", "1, 1, 1"}, expect = ACCEPTABLE, desc = "It has run, or was dropped and cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "It has run and was dropped, or neither; or a place is lost.")
    @State
    public static class TheOldestIsClaimed {
        private final BoundedGroup bounded = new BoundedGroup(1, QueueBound.Policy.DISCARD_OLDEST);
        private final TaskFuture<Integer> future = bounded.submitFuture();

        @Actor
        public void owner() {
            future.run();
        }

        @Actor
        public void submitter() {
            bounded.submit();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r1 = number(future.isCancelled());
            r.r2 = bounded.dropped();
            r.r3 = bounded.left();
        }
    }

    /** Its owner cancels it. In either case it is counted once. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 1"}, expect = ACCEPTABLE, desc = "One has cancelled it, and it has made room.")
    @Outcome(expect = FORBIDDEN, desc = "It was cancelled twice or dropped without; or a place is lost.")
    @State
    public static class TheOldestIsCancelled {
        private final BoundedGroup bounded = new BoundedGroup(1, QueueBound.Policy.DISCARD_OLDEST);
        private final TaskFuture<Integer> future = bounded.submitFuture();

        @Actor
        public void owner(III_Result r) {
            r.r1 = number(future.cancel(false));
        }

        @Actor
        public void submitter() {
            bounded.submit();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r2 = bounded.dropped();
            r.r3 = bounded.group().measurements().executed() == 1 ? bounded.left() : -1;
        }
    }

    /** If the stop comes after the oldest was dropped, the new task may be refused. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The oldest was dropped, and the new one is listed.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The new one was refused, and the oldest is listed.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The oldest was dropped, and then the new one was refused.")
    @Outcome(expect = FORBIDDEN, desc = "A task has had two fates, or none.")
    @State
    public static class TheOldestIsListed {
        private final BoundedGroup bounded = BoundedGroup.full(QueueBound.Policy.DISCARD_OLDEST);

        @Actor
        public void submitter(III_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void owner(III_Result r) {
            r.r3 = bounded.group().shutdownNow().size();
        }

        @Arbiter
        public void dropped(III_Result r) {
            r.r2 = bounded.dropped();
        }
    }
}
