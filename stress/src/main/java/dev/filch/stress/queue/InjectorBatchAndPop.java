package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A batch moves into a deque, but for the element that is returned, while others take or look. */
public final class InjectorBatchAndPop {

    private InjectorBatchAndPop() {}

    /** Four elements, of which a batch takes two. */
    abstract static class Four extends InjectorActions {
        Four() {
            super(1, 2, 3, 4);
        }
    }

    @JCStressTest
    @Outcome(id = "12, 3, 4", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(id = "23, 1, 4", expect = ACCEPTABLE, desc = "The single one came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class AgainstPoll extends Four {
        @Actor
        public void batch(III_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Two batches: of four elements, and of what is left. */
    @Outcome(id = "12, 3, 4", expect = ACCEPTABLE, desc = "Half of four, then half of two.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    abstract static class TwoBatches extends Four {}

    @JCStressTest
    @State
    public static class AgainstBatch extends TwoBatches {
        @Actor
        public void batch(III_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = batch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstItself extends TwoBatches {
        @Actor
        public void batch(III_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = batchAndPop();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"12, 1, 34", "12, 3, 34"}, expect = ACCEPTABLE, desc = "What was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class AgainstPeek extends Four {
        @Actor
        public void batch(III_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = peek();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(InjectorCloseBatch.BatchAgainstClose.class)
    @State
    public static class AgainstClose extends Four {
        @Actor
        public void batch(II_Result r) {
            r.r1 = batchAndPop();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }
}
