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

/**
 * A batch of offers takes its places with one read-modify-write: nothing of others comes between, closing finds all of
 * it or nothing, and a consumer that comes early gets nothing out of order.
 */
public final class InjectorOfferAll {

    private InjectorOfferAll() {}

    @JCStressTest
    @JCStressMeta(RingBatchAgainstPoll.BatchAgainstSingle.class)
    @State
    public static class OfferAllAgainstPoll extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = poll();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingBatchAgainstPoll.BatchAgainstSingle.class)
    @State
    public static class PushAllAgainstPoll extends InjectorActions {
        @Actor
        public void producer() {
            pushAll(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = poll();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    /** The second element goes into a new segment. */
    @JCStressTest
    @JCStressMeta(RingBatchAgainstPoll.BatchAgainstSingle.class)
    @State
    public static class OfferAllAgainstPollAtBoundary extends InjectorActions {
        public OfferAllAgainstPollAtBoundary() {
            super(injectorWithFreeSlots(1));
        }

        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = poll();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(InjectorTwoPollers.PollersAgainstProducer.class)
    @State
    public static class OfferAllAgainstTwoPolls extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingBatchProducers.SingleAgainstBatch.class)
    @State
    public static class OfferAllAgainstOffer extends InjectorActions {
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
    @JCStressMeta(RingBatchProducers.BatchAgainstBatch.class)
    @State
    public static class OfferAllAgainstOfferAll extends InjectorActions {
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

    /** One batch, or the second half of one, goes into a new segment. */
    @JCStressTest
    @JCStressMeta(RingBatchProducers.BatchAgainstBatch.class)
    @State
    public static class OfferAllAgainstOfferAllAtBoundary extends InjectorActions {
        public OfferAllAgainstOfferAllAtBoundary() {
            super(injectorWithFreeSlots(1));
        }

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
    @Outcome(id = "0, 123", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "12, 3", expect = ACCEPTABLE, desc = "Half of three: the first one is published last.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or without its content.")
    @State
    public static class OfferAllAgainstBatch extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2, 3);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = batch();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(OfferAllAgainstBatch.class)
    @State
    public static class OfferAllAgainstBatchAndPop extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2, 3);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = batchAndPop();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingBatchAgainstPoll.OfferAllAgainstPeek.class)
    @State
    public static class OfferAllAgainstPeek extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = peek();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }
}
