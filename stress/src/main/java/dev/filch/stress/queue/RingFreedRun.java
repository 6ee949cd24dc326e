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
 * A batch is taken and its slots are filled again: what a producer puts in must not be cleared, and there is never more
 * than there is room for.
 */
public final class RingFreedRun {

    private RingFreedRun() {}

    /** Two elements, and no room. */
    abstract static class Full extends RingActions {
        Full() {
            super(MpmcRing.padded(2), 1, 2);
        }
    }

    /** A batch of two is taken while others are put in. */
    @Outcome(id = "12, 0, 0", expect = ACCEPTABLE, desc = "There was no room yet.")
    @Outcome(id = "12, 1, 3", expect = ACCEPTABLE, desc = "There was room for one.")
    @Outcome(id = "12, 2, 34", expect = ACCEPTABLE, desc = "There was room.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    abstract static class DrainAgainstBatch extends Full {}

    @JCStressTest
    @State
    public static class DrainAgainstOfferAll extends DrainAgainstBatch {
        @Actor
        public void consumer(III_Result r) {
            r.r1 = drain(2);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offerAll(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class PollAllAgainstOfferAll extends DrainAgainstBatch {
        @Actor
        public void consumer(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offerAll(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class DrainAgainstFill extends DrainAgainstBatch {
        @Actor
        public void consumer(III_Result r) {
            r.r1 = drain(2);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = fill(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "12, 0, 0", expect = ACCEPTABLE, desc = "There was no room yet.")
    @Outcome(id = "12, 1, 3", expect = ACCEPTABLE, desc = "There was room.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or out of order.")
    @State
    public static class DrainAgainstOffer extends Full {
        @Actor
        public void consumer(III_Result r) {
            r.r1 = drain(2);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offer(3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** One element is taken while others are put in. */
    @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "There was no room yet.")
    @Outcome(id = "1, 1, 23", expect = ACCEPTABLE, desc = "There was room for one.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or more than there is room for.")
    abstract static class PollAgainstBatch extends Full {}

    @JCStressTest
    @State
    public static class PollAgainstOfferAll extends PollAgainstBatch {
        @Actor
        public void consumer(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offerAll(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class PollAgainstFill extends PollAgainstBatch {
        @Actor
        public void consumer(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = fill(3, 4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
