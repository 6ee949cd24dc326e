package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two producers, at least one of them with a batch: it is claimed with one compare-and-set, so that nothing comes
 * between its elements as long as there is room for all of them.
 */
public final class RingBatchProducers {

    private RingBatchProducers() {}

    /** Room for all. */
    @Outcome(id = "1, 2, 123", expect = ACCEPTABLE, desc = "The single one came first.")
    @Outcome(id = "1, 2, 231", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or a batch that was torn apart.")
    abstract static class SingleAgainstBatch extends RingActions {
        SingleAgainstBatch() {
            super(MpmcRing.padded(4));
        }
    }

    @JCStressTest
    @State
    public static class OfferAgainstOfferAll extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = offerAll(2, 3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class OfferAgainstFill extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = fill(2, 3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class RelaxedOfferAgainstOfferAll extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = relaxedOffer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = offerAll(2, 3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class RelaxedOfferAgainstFill extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = relaxedOffer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = fill(2, 3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Room for all, which are two for each. */
    @Outcome(id = "2, 2, 1234", expect = ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2, 2, 3412", expect = ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or a batch that was torn apart.")
    abstract static class BatchAgainstBatch extends RingActions {
        BatchAgainstBatch() {
            super(MpmcRing.padded(4));
        }
    }

    @JCStressTest
    @State
    public static class OfferAllAgainstOfferAll extends BatchAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = offerAll(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class OfferAllAgainstFill extends BatchAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = fill(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class FillAgainstFill extends BatchAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = fill(1, 2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = fill(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Room for one and a half. */
    @Outcome(id = "2, 1, 123", expect = ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "1, 2, 341", expect = ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or more than there is room for.")
    abstract static class NotRoomForBoth extends RingActions {
        NotRoomForBoth() {
            super(MpmcRing.padded(3));
        }
    }

    @JCStressTest
    @State
    public static class OfferAllAgainstOfferAllNearlyFull extends NotRoomForBoth {
        @Actor
        public void first(III_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = offerAll(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class OfferAllAgainstFillNearlyFull extends NotRoomForBoth {
        @Actor
        public void first(III_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = fill(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
