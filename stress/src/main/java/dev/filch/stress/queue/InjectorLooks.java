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

/**
 * Somebody asks whether the injector is empty, how large it is, and what is in it, one after the other, while others
 * put in, take and close. Each look may come before or after what they do, but no later one before an earlier one.
 */
public final class InjectorLooks {

    private InjectorLooks() {}

    @JCStressTest
    @Outcome(id = "1, [01], [01], 1", expect = ACCEPTABLE, desc = "It came after the first look, or after all.")
    @Outcome(id = "0, 1, [01], 1", expect = ACCEPTABLE, desc = "It was there, but the iterator may come before it.")
    @Outcome(expect = FORBIDDEN, desc = "Not empty but of no size, or lost.")
    @State
    public static class AgainstOffer extends InjectorActions {
        @Actor
        public void producer() {
            offer(1);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = iterate();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    /** The second is published first. */
    @JCStressTest
    @Outcome(id = "1, [02], (0|2|12), 12", expect = ACCEPTABLE, desc = "They came after the first look, or after all.")
    @Outcome(id = "0, 2, (0|2|12), 12",
            expect = ACCEPTABLE, desc = "They were there, but the iterator may come before them.")
    @Outcome(expect = FORBIDDEN, desc = "Half of them, not empty but of no size, or lost.")
    @State
    public static class AgainstOfferAll extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = iterate();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    /** A batch of two is taken from four. */
    @Outcome(id = "0, 4, (1234|234|134|34), 12, 34", expect = ACCEPTABLE, desc = "The size came before the batch.")
    @Outcome(id = "0, 2, 34, 12, 34", expect = ACCEPTABLE, desc = "The batch came before the size.")
    @Outcome(expect = FORBIDDEN, desc = "Half of the batch, taken and then seen, out of order, or lost.")
    abstract static class FourAgainstBatch extends InjectorBatchAndPop.Four {}

    @JCStressTest
    @State
    public static class AgainstBatch extends FourAgainstBatch {
        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = iterate();
        }

        @Actor
        public void consumer(IIIII_Result r) {
            r.r4 = batch();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstBatchAndPop extends FourAgainstBatch {
        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = iterate();
        }

        @Actor
        public void consumer(IIIII_Result r) {
            r.r4 = batchAndPop();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    /** The size is the difference of two ends, which move on between the looks at them. */
    @JCStressTest
    @Outcome(id = "[012], [012], 1, 2, 0", expect = ACCEPTABLE, desc = "An estimate within the bounds.")
    @Outcome(expect = FORBIDDEN, desc = "Less than nothing, more than was put in, or lost.")
    @State
    public static class SizeAgainstOffersAndPolls extends InjectorActions {
        @Actor
        public void producerAndConsumer(IIIII_Result r) {
            offer(1);
            r.r3 = poll();
            offer(2);
            r.r4 = poll();
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = size();
            r.r2 = size();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 2, 12, 1, 12", expect = ACCEPTABLE, desc = "As if it were not closed.")
    @Outcome(expect = FORBIDDEN, desc = "Missed, or lost.")
    @State
    public static class AgainstClose extends InjectorActions {
        public AgainstClose() {
            super(1, 2);
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = iterate();
            r.r4 = peek();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0, 0, -1, 0", expect = ACCEPTABLE, desc = "As if it were not closed.")
    @Outcome(expect = FORBIDDEN, desc = "Something is there.")
    @State
    public static class AtNothingAgainstClose extends InjectorActions {
        @Actor
        public void reader(IIIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = iterate();
            r.r4 = peek();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }

    /** A ticket that is about to be given back counts, but nothing comes with it. */
    @JCStressTest
    @Outcome(id = "1, [01], 1, 1, 1", expect = ACCEPTABLE, desc = "Accepted, and seen.")
    @Outcome(id = "1, 1, 0, (1|-1), 1", expect = ACCEPTABLE, desc = "Accepted, after the size.")
    @Outcome(id = "0, [01], [01], -1, 0", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and missed or lost, or refused and there.")
    @State
    public static class AgainstOfferAndClose extends InjectorActions {
        @Actor
        public void producer(IIIII_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void closer() {
            close();
        }

        @Actor
        public void reader(IIIII_Result r) {
            r.r2 = isEmpty();
            r.r3 = size();
            r.r4 = peek();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }
}
