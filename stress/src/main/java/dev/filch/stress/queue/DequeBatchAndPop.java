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
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A batch of more than one element, the oldest of which is returned while the others go to the thief's own deque; by
 * as many attempts as it takes, or by one. An attempt may lose (-2), but only to somebody, and then takes nothing.
 */
public final class DequeBatchAndPop {

    private DequeBatchAndPop() {}

    @JCStressTest
    @JCStressMeta(DequeBatch.LifoPopsAgainstBatch.class)
    @State
    public static class LifoAgainstPops extends DequeActions {
        public LifoAgainstPops() {
            super(WorkDeque.lifo(), 1, 2, 3);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pop();
            r.r2 = pop();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r3 = batchAndPop();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** The owner wants all. */
    @JCStressTest
    @Outcome(id = {"3, 2, 1, 0, 9", "3, 2, 1, -2, 9"}, expect = ACCEPTABLE, desc = "The owner took all.")
    @Outcome(id = "3, 2, -1, 1, 9", expect = ACCEPTABLE, desc = "The thief took one.")
    @Outcome(id = "3, -1, -1, 12, 9", expect = ACCEPTABLE, desc = "The thief took two.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or given up for nothing.")
    @State
    public static class LifoAttemptAgainstPops extends DequeActions {
        public LifoAttemptAgainstPops() {
            super(WorkDeque.lifo(), 1, 2, 3);
        }

        @Actor
        public void owner(IIIII_Result r) {
            r.r1 = pop();
            r.r2 = pop();
            r.r3 = pop();
        }

        @Actor
        public void thief(IIIII_Result r) {
            r.r4 = tryBatchAndPop();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = leftAnd(9);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 3, 4", expect = ACCEPTABLE, desc = "The owner came first; half of two is one.")
    @Outcome(id = "1, 4, 23, 0", expect = ACCEPTABLE, desc = "The thief came between; half of three is two.")
    @Outcome(id = "3, 4, 12, 0", expect = ACCEPTABLE, desc = "The thief came first.")
    @Outcome(id = "1, 2, -2, 34", expect = ACCEPTABLE, desc = "The thief lost.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class FifoAttemptAgainstPops extends DequeActions {
        public FifoAttemptAgainstPops() {
            super(WorkDeque.fifo(), 1, 2, 3, 4);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pop();
            r.r2 = pop();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r3 = tryBatchAndPop();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** An owner that only pushes is nobody to lose to. */
    @JCStressTest
    @JCStressMeta(DequeThieves.LifoPushAgainstBatch.class)
    @State
    public static class LifoAttemptAgainstPush extends DequeActions {
        public LifoAttemptAgainstPush() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner() {
            push(1, 2, 3);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = tryBatchAndPop();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = stealAll();
        }
    }

    /** Two thieves who try once. */
    @Outcome(id = "1, 23, 4", expect = ACCEPTABLE, desc = "The single one came first.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(id = {"1, -2, 234", "-2, 12, 34"}, expect = ACCEPTABLE, desc = "One lost to the other.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or both gave up.")
    abstract static class AttemptAgainstSingle extends DequeActions {
        AttemptAgainstSingle(WorkDeque<Item> deque) {
            super(deque, 1, 2, 3, 4);
        }
    }

    @JCStressTest
    @State
    public static class LifoAttemptAgainstSingle extends AttemptAgainstSingle {
        public LifoAttemptAgainstSingle() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void single(III_Result r) {
            r.r1 = trySteal();
        }

        @Actor
        public void batch(III_Result r) {
            r.r2 = tryBatchAndPop();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoAttemptAgainstSingle extends AttemptAgainstSingle {
        public FifoAttemptAgainstSingle() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void single(III_Result r) {
            r.r1 = trySteal();
        }

        @Actor
        public void batch(III_Result r) {
            r.r2 = tryBatchAndPop();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @JCStressMeta(DequeBatch.LifoBatchAgainstBatch.class)
    @State
    public static class LifoAgainstBatch extends DequeActions {
        public LifoAgainstBatch() {
            super(WorkDeque.lifo(), 1, 2, 3, 4);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = batch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @JCStressMeta(DequeBatch.FifoBatchAgainstBatch.class)
    @State
    public static class FifoAgainstItself extends DequeActions {
        public FifoAgainstItself() {
            super(WorkDeque.fifo(), 1, 2, 3, 4);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = batchAndPop();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @Outcome(id = {"12, 3, 4", "3, 12, 4"}, expect = ACCEPTABLE, desc = "Half of four, then half of two.")
    @Outcome(id = {"12, -2, 34", "-2, 12, 34"}, expect = ACCEPTABLE, desc = "One lost to the other.")
    @Outcome(id = {"1, -2, 234", "-2, 1, 234"},
            expect = ACCEPTABLE, desc = "One took a single one out of the other's reservation, which so was lost.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or both gave up.")
    @State
    public static class LifoAttemptAgainstAttempt extends DequeActions {
        public LifoAttemptAgainstAttempt() {
            super(WorkDeque.lifo(), 1, 2, 3, 4);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = tryBatchAndPop();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = tryBatchAndPop();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }
}
