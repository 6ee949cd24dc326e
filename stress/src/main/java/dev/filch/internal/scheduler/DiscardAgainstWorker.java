package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A submission discards the oldest task to make room while that task is taken, claimed, cancelled or returned by a
 * stop.
 */
public final class DiscardAgainstWorker {

    private DiscardAgainstWorker() {}

    private static int number(boolean condition) {
        return condition ? 1 : 0;
    }

    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The worker took the oldest task.")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "The oldest task was discarded, and the worker found none.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE,
            desc = "The oldest task was discarded, and the worker took the new one.")
    @Outcome(expect = FORBIDDEN, desc = "A task had two fates or none.")
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
    @Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "Each discarded one task, and the last task is queued.")
    @Outcome(expect = FORBIDDEN, desc = "A task had two fates or none.")
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

    /** The owner of the oldest future runs it. */
    @JCStressTest
    @Outcome(id = {"0, 0, 1", "1, 1, 1"}, expect = ACCEPTABLE, desc = "It ran, or was discarded and cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "It ran and was discarded, or neither, or a place was lost.")
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

    /** The owner of the oldest future cancels it. It is counted once in either case. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 1"}, expect = ACCEPTABLE,
            desc = "One of them cancelled it, and its place was freed.")
    @Outcome(expect = FORBIDDEN, desc = "It was cancelled twice, or discarded but not cancelled, or a place was lost.")
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

    /** If the stop comes after the oldest task was discarded, the new task may be refused. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE,
            desc = "The oldest task was discarded, and the new one returned by the stop.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE,
            desc = "The new task was refused, and the oldest returned by the stop.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The oldest task was discarded, then the new one was refused.")
    @Outcome(expect = FORBIDDEN, desc = "A task had two fates or none.")
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
