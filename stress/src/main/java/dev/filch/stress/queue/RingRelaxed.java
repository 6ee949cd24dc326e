package dev.filch.stress.queue;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Strict and relaxed operations together: whoever gets a slot has it alone, and who only looks sees no difference.
 */
public final class RingRelaxed {

    private RingRelaxed() {}

    @JCStressTest
    @JCStressMeta(RingPublication.OfferPoll.class)
    @State
    public static class RelaxedOfferAgainstPoll extends RingActions {
        public RelaxedOfferAgainstPoll() {
            super(MpmcRing.padded(2));
        }

        @Actor
        public void producer() {
            relaxedOffer(1);
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
    @JCStressMeta(RingPublication.OfferPoll.class)
    @State
    public static class OfferAgainstRelaxedPoll extends RingActions {
        public OfferAgainstRelaxedPoll() {
            super(MpmcRing.padded(2));
        }

        @Actor
        public void producer() {
            offer(1);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = relaxedPoll();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingExactlyOnce.TwoProducers.class)
    @State
    public static class OfferAgainstRelaxedOffer extends RingActions {
        public OfferAgainstRelaxedOffer() {
            super(MpmcRing.padded(2));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = relaxedOffer(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingExactlyOnce.TwoProducers.class)
    @State
    public static class TwoRelaxedOffers extends RingActions {
        public TwoRelaxedOffers() {
            super(MpmcRing.padded(2));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = relaxedOffer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = relaxedOffer(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingExactlyOnce.TwoConsumersOneElement.class)
    @State
    public static class PollAgainstRelaxedPoll extends RingActions {
        public PollAgainstRelaxedPoll() {
            super(MpmcRing.padded(2), 1);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = relaxedPoll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingExactlyOnce.TwoConsumersOneElement.class)
    @State
    public static class TwoRelaxedPolls extends RingActions {
        public TwoRelaxedPolls() {
            super(MpmcRing.padded(2), 1);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = relaxedPoll();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = relaxedPoll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingPeek.PeekTwice.class)
    @State
    public static class ChangesAgainstPeek extends RingForceOfferOneSlot.OneSlot {
        @Actor
        public void changer() {
            relaxedPoll();
            relaxedOffer(2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = peek();
            r.r2 = peek();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingPeek.Iteration.class)
    @State
    public static class ChangesAgainstIteration extends RingFreedRun.Full {
        @Actor
        public void changer() {
            relaxedPoll();
            relaxedOffer(3);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = iterate();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }
}
