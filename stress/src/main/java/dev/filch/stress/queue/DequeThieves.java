package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What else owners and thieves of both kinds of deques do at the same time.
 */
public final class DequeThieves {

    private DequeThieves() {}

    @JCStressTest
    @Outcome(id = "0, 123", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 23", expect = ACCEPTABLE, desc = "Half of one, or of two.")
    @Outcome(id = "12, 3", expect = ACCEPTABLE, desc = "Half of three.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or without its content.")
    @State
    public static class LifoPushAgainstBatch extends DequeActions {
        public LifoPushAgainstBatch() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner() {
            push(1, 2, 3);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = batch();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = stealAll();
        }
    }

    @JCStressTest
    @JCStressMeta(DequePublication.PushAgainstSteal.class)
    @State
    public static class FifoPushAgainstSteal extends DequeActions {
        public FifoPushAgainstSteal() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner() {
            push(1);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = steal();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = stealAll();
        }
    }

    @JCStressTest
    @JCStressMeta(DequeLastElement.PushPopAgainstSteal.class)
    @State
    public static class FifoPushPopAgainstSteal extends DequeActions {
        public FifoPushPopAgainstSteal() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(III_Result r) {
            push(1);
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    @JCStressTest
    @JCStressMeta(InjectorBatch.BatchAgainstPoll.class)
    @State
    public static class FifoBatchAgainstSteal extends DequeActions {
        public FifoBatchAgainstSteal() {
            super(WorkDeque.fifo(), 1, 2, 3, 4);
        }

        @Actor
        public void single(III_Result r) {
            r.r1 = steal();
        }

        @Actor
        public void batch(III_Result r) {
            r.r2 = batch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    /** The owner takes its oldest element as thieves do, and then its newest. */
    @JCStressTest
    @Outcome(id = {"1, 3, 2, 9", "2, 3, 1, 9"}, expect = ACCEPTABLE, desc = "Each has its own.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class OwnStealAgainstSteal extends DequeActions {
        public OwnStealAgainstSteal() {
            super(WorkDeque.lifo(), 1, 2, 3);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = steal();
            r.r2 = pop();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r3 = steal();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = leftAnd(9);
        }
    }

    @JCStressTest
    @JCStressMeta(DequeLastElement.PopAgainstOneAttempt.class)
    @State
    public static class FifoPopAgainstOneAttempt extends DequeActions {
        public FifoPopAgainstOneAttempt() {
            super(WorkDeque.fifo(), 1);
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = trySteal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    abstract static class PopAgainstOneAttemptAtBatch extends DequeActions {
        PopAgainstOneAttemptAtBatch(WorkDeque<Item> deque) {
            super(deque, 1);
        }
    }

    @JCStressTest
    @JCStressMeta(DequeLastElement.PopAgainstOneAttempt.class)
    @State
    public static class LifoPopAgainstOneAttemptAtBatch extends PopAgainstOneAttemptAtBatch {
        public LifoPopAgainstOneAttemptAtBatch() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = tryBatchOfOne();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    @JCStressTest
    @JCStressMeta(DequeLastElement.PopAgainstOneAttempt.class)
    @State
    public static class FifoPopAgainstOneAttemptAtBatch extends PopAgainstOneAttemptAtBatch {
        public FifoPopAgainstOneAttemptAtBatch() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = tryBatchOfOne();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    /** One element for two thieves who try but once: one of them may lose (-2), but only to the other. */
    @Outcome(id = {"1, -1, 9", "1, -2, 9"}, expect = ACCEPTABLE, desc = "The first took it.")
    @Outcome(id = {"-1, 1, 9", "-2, 1, 9"}, expect = ACCEPTABLE, desc = "The second took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or both gave up.")
    abstract static class OneForTwo extends DequeActions {
        OneForTwo() {
            super(WorkDeque.lifo(), 1);
        }
    }

    @JCStressTest
    @State
    public static class TwoAttempts extends OneForTwo {
        @Actor
        public void first(III_Result r) {
            r.r1 = trySteal();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = trySteal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    @JCStressTest
    @State
    public static class AttemptAgainstAttemptAtBatch extends OneForTwo {
        @Actor
        public void first(III_Result r) {
            r.r1 = trySteal();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = tryBatchOfOne();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }
}
