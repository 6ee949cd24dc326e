package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The size and the test for emptiness, while others put in and take out. As long as only one end moves they are exact:
 * a batch is there as a whole or not at all, and a forced offer into a full ring changes nothing.
 */
public final class RingSize {

    private RingSize() {}

    @JCStressTest
    @Outcome(id = {"0, 1, [012], 12", "[01], 0, [12], 12", "2, 0, 2, 12"},
            expect = ACCEPTABLE, desc = "There were more and more of them.")
    @Outcome(expect = FORBIDDEN, desc = "Seen and then gone, or lost.")
    @State
    public static class AgainstOffers extends RingBatchAgainstPoll.Empty {
        @Actor
        public void producer() {
            offer(1);
            relaxedOffer(2);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"2, 0, [012], 12, 0", "1, 0, [01], 12, 0", "[012], 1, 0, 12, 0"},
            expect = ACCEPTABLE, desc = "There were fewer and fewer of them.")
    @Outcome(expect = FORBIDDEN, desc = "Gone and then seen, lost, taken twice or out of order.")
    @State
    public static class AgainstPolls extends RingFreedRun.Full {
        @Actor
        public void consumer(IIIII_Result r) {
            r.r4 = 10 * poll();
            r.r4 += relaxedPoll();
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    /** A batch of two comes. */
    @Outcome(id = {"0, 1, [02], 12", "[02], 0, 2, 12"}, expect = ACCEPTABLE, desc = "Both or none were there.")
    @Outcome(expect = FORBIDDEN, desc = "Half a batch, seen and then gone, or lost.")
    abstract static class AgainstBatchIn extends RingBatchAgainstPoll.Empty {}

    @JCStressTest
    @State
    public static class AgainstOfferAll extends AgainstBatchIn {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstFill extends AgainstBatchIn {
        @Actor
        public void producer() {
            fill(1, 2);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    /** A batch of two goes. */
    @Outcome(id = {"2, 0, [02], 12, 0", "[02], 1, 0, 12, 0"}, expect = ACCEPTABLE, desc = "Both or none were there.")
    @Outcome(expect = FORBIDDEN, desc = "Half a batch, gone and then seen, lost, taken twice or out of order.")
    abstract static class AgainstBatchOut extends RingFreedRun.Full {}

    @JCStressTest
    @State
    public static class AgainstDrain extends AgainstBatchOut {
        @Actor
        public void consumer(IIIII_Result r) {
            r.r4 = drain(2);
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstPollAll extends AgainstBatchOut {
        @Actor
        public void consumer(IIIII_Result r) {
            r.r4 = pollAll(2);
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    /** The tail of a full ring moves on before the head does. */
    @JCStressTest
    @Outcome(id = "1, 0, 1, 1, 2", expect = ACCEPTABLE, desc = "There was one all the time.")
    @Outcome(expect = FORBIDDEN, desc = "Empty although it never was, more than there is room for, or lost.")
    @State
    public static class AgainstForceOffer extends RingForceOfferOneSlot.OneSlot {
        @Actor
        public void producer(IIIII_Result r) {
            r.r4 = forceOffer(2);
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = size();
            r.r2 = isEmpty();
            r.r3 = size();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    /** Both ends move. */
    @JCStressTest
    @Outcome(id = "[012], [012], 4", expect = ACCEPTABLE, desc = "An estimate within the bounds.")
    @Outcome(expect = FORBIDDEN, desc = "Less than nothing, more than there is room for, or lost.")
    @State
    public static class AgainstChanges extends RingFreedRun.Full {
        @Actor
        public void changer() {
            drain(2);
            offerAll(3, 4);
            poll();
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = size();
            r.r2 = size();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
