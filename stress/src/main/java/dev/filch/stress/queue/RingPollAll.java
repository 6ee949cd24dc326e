package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A batch is taken into an array while others take, look, or put in. */
public final class RingPollAll {

    private RingPollAll() {}

    @JCStressTest
    @Outcome(id = "23, 1, 0", expect = ACCEPTABLE, desc = "The single one came first.")
    @Outcome(id = "12, 3, 0", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class AgainstRelaxedPoll extends RingDrain.Three {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = relaxedPoll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstDrain extends RingDrain.BatchAgainstBatch {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"12, 1, 3", "12, 3, 3"}, expect = ACCEPTABLE, desc = "What was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class AgainstPeek extends RingDrain.Three {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
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
    @Outcome(id = {"12, 123, 3", "12, 23, 3", "12, 13, 3", "12, 3, 3"},
            expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class AgainstIteration extends RingDrain.Three {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = iterate();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** An element is put in where the batch may have made room. */
    @Outcome(id = "12, 0, 0", expect = ACCEPTABLE, desc = "There was no room yet.")
    @Outcome(id = "12, 1, 3", expect = ACCEPTABLE, desc = "There was room.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    abstract static class AgainstOneMore extends RingFreedRun.Full {}

    @JCStressTest
    @State
    public static class AgainstOffer extends AgainstOneMore {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = offer(3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstRelaxedOffer extends AgainstOneMore {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = relaxedOffer(3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "12, 0, 3", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(id = {"23, 1, 0", "2, 1, 3"},
            expect = ACCEPTABLE, desc = "One was displaced before; the new one may not have been there yet.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class AgainstForceOffer extends RingFreedRun.Full {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = forceOffer(3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstFill extends RingFreedRun.DrainAgainstBatch {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = fill(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Two elements are put in while the batch looks. */
    @Outcome(id = "0, 2, 12", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 2, 2", expect = ACCEPTABLE, desc = "The second was not there yet.")
    @Outcome(id = "12, 2, 0", expect = ACCEPTABLE, desc = "Both were there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, out of order, or without its content.")
    abstract static class AgainstTwoMore extends RingBatchAgainstPoll.Empty {}

    @JCStressTest
    @State
    public static class OfEmptyAgainstOfferAll extends AgainstTwoMore {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = offerAll(1, 2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class OfEmptyAgainstFill extends AgainstTwoMore {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = fill(1, 2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class OfEmptyAgainstFillPart extends RingBatchAgainstPoll.Empty {
        @Actor
        public void batch(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = fillPart(2, 1);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
