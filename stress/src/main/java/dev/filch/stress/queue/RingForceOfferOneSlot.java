package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A ring with one slot: what is displaced and what displaces it stand in the same place. And what two do who displace,
 * while a third takes.
 */
public final class RingForceOfferOneSlot {

    private RingForceOfferOneSlot() {}

    /** One element, and no room. */
    abstract static class OneSlot extends RingActions {
        OneSlot() {
            super(MpmcRing.padded(1), 1);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "It was displaced before.")
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "It was taken before.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or empty although it never was.")
    @State
    public static class AgainstPoll extends OneSlot {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "It was displaced before.")
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "It was taken before.")
    @Outcome(id = "1, -1, 2",
            expect = ACCEPTABLE_INTERESTING, desc = "The new one was not there yet, and the poll did not wait.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class AgainstRelaxedPoll extends OneSlot {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = relaxedPoll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, 2", "1, 2, 2"}, expect = ACCEPTABLE, desc = "One of them was there all the time.")
    @Outcome(expect = FORBIDDEN, desc = "Empty although it never was, or without its content.")
    @State
    public static class AgainstPeek extends OneSlot {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r2 = peek();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "3, 1, 2", expect = ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or displaced twice.")
    @State
    public static class AgainstForceOffer extends OneSlot {
        @Actor
        public void first(III_Result r) {
            r.r1 = forceOffer(2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = forceOffer(3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 2, 1, 3", expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = "1, 0, 2, 3", expect = ACCEPTABLE, desc = "The poll came between.")
    @Outcome(id = "1, 2, 3, 0", expect = ACCEPTABLE, desc = "The poll came last.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class TwiceAgainstPoll extends OneSlot {
        @Actor
        public void producer(IIII_Result r) {
            r.r1 = forceOffer(2);
            r.r2 = forceOffer(3);
        }

        @Actor
        public void consumer(IIII_Result r) {
            r.r3 = poll();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"0, 2, 1, 34", "2, 0, 1, 43"}, expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = {"1, 0, 2, 34", "0, 1, 2, 43"}, expect = ACCEPTABLE, desc = "The poll came between.")
    @Outcome(id = {"1, 2, 3, 4", "2, 1, 4, 3"}, expect = ACCEPTABLE, desc = "The poll came last.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class TwoAgainstPoll extends RingActions {
        public TwoAgainstPoll() {
            super(MpmcRing.padded(2), 1, 2);
        }

        @Actor
        public void first(IIII_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = forceOffer(4);
        }

        @Actor
        public void consumer(IIII_Result r) {
            r.r3 = poll();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }
}
