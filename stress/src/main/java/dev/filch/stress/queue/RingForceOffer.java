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
 * Who finds the ring full takes the oldest element out and puts a new one in, in one step: nobody finds room in
 * between, and each element is taken or displaced once.
 */
public final class RingForceOffer {

    private RingForceOffer() {}

    /** Two elements, and no room. */
    abstract static class Full extends RingActions {
        Full() {
            super(MpmcRing.padded(2), 1, 2);
        }
    }

    /** The oldest is displaced while somebody takes one. */
    @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "It was displaced before.")
    @Outcome(id = "0, 1, 23", expect = ACCEPTABLE, desc = "It was taken before, so there was room.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    abstract static class AgainstSingle extends Full {}

    @JCStressTest
    @State
    public static class AgainstPoll extends AgainstSingle {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(3);
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
    @State
    public static class AgainstRelaxedPoll extends AgainstSingle {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(3);
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
    @Outcome(id = "0, 12, 3", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(id = {"1, 23, 0", "1, 2, 3"},
            expect = ACCEPTABLE, desc = "One was displaced before; the new one may not have been there yet.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class AgainstDrain extends Full {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** The ring is full all the time, so that nobody else can add anything. */
    @Outcome(id = "1, 0, 23", expect = ACCEPTABLE, desc = "The oldest made room for one.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or somebody found room in between.")
    abstract static class NeverRoom extends Full {}

    @JCStressTest
    @State
    public static class AgainstOffer extends NeverRoom {
        @Actor
        public void displacing(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offer(4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstRelaxedOffer extends NeverRoom {
        @Actor
        public void displacing(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = relaxedOffer(4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstOfferAll extends NeverRoom {
        @Actor
        public void displacing(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offerAll(4, 5);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstFill extends NeverRoom {
        @Actor
        public void displacing(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = fill(4, 5);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 34", expect = ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2, 1, 43", expect = ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class AgainstForceOffer extends Full {
        @Actor
        public void first(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = forceOffer(4);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, 23", "1, 2, 23"}, expect = ACCEPTABLE, desc = "What was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "What was not at the head, or lost.")
    @State
    public static class AgainstPeek extends Full {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(3);
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
    @Outcome(id = {"1, 12, 23", "1, 2, 23", "1, 23, 23"}, expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(id = "1, 123, 23",
            expect = ACCEPTABLE, desc = "The oldest one made room behind the iterator, the new one came before it.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or lost.")
    @State
    public static class AgainstIteration extends Full {
        @Actor
        public void producer(III_Result r) {
            r.r1 = forceOffer(3);
        }

        @Actor
        public void reader(III_Result r) {
            r.r2 = iterate();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** There is room for one of them. */
    @JCStressTest
    @Outcome(id = "0, 0, 12", expect = ACCEPTABLE, desc = "It found room, and left none.")
    @Outcome(id = "1, 1, 32", expect = ACCEPTABLE, desc = "It found no room.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or more than there is room for.")
    @State
    public static class AgainstOfferOfTheLast extends RingActions {
        public AgainstOfferOfTheLast() {
            super(MpmcRing.padded(2), 1);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = forceOffer(2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = offer(3);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
