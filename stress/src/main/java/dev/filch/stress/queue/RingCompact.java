package dev.filch.stress.queue;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A ring without padding has its ends beside each other, and accessors of its own: the same must hold for it.
 */
public final class RingCompact {

    private RingCompact() {}

    @JCStressTest
    @JCStressMeta(RingPublication.OfferPoll.class)
    @State
    public static class OfferPoll extends RingActions {
        public OfferPoll() {
            super(MpmcRing.compact(2));
        }

        @Actor
        public void producer() {
            offer(1);
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
    @JCStressMeta(RingPublication.FreedSlotIsEmpty.class)
    @State
    public static class FreedSlotIsEmpty extends RingActions {
        public FreedSlotIsEmpty() {
            super(MpmcRing.compact(1), 1);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = offer(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingExactlyOnce.TwoConsumersOneElement.class)
    @State
    public static class TwoConsumersOneElement extends RingActions {
        public TwoConsumersOneElement() {
            super(MpmcRing.compact(2), 1);
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
    @JCStressMeta(RingExactlyOnce.TwoProducers.class)
    @State
    public static class TwoProducers extends RingActions {
        public TwoProducers() {
            super(MpmcRing.compact(2));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = offer(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingForceOffer.AgainstSingle.class)
    @State
    public static class ForceOfferAgainstPoll extends RingActions {
        public ForceOfferAgainstPoll() {
            super(MpmcRing.compact(2), 1, 2);
        }

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
    @JCStressMeta(RingBatchAgainstPoll.BatchAgainstBatch.class)
    @State
    public static class OfferAllAgainstDrain extends RingActions {
        public OfferAllAgainstDrain() {
            super(MpmcRing.compact(2));
        }

        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = drain(2);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingSize.AgainstForceOffer.class)
    @State
    public static class SizeAgainstForceOffer extends RingActions {
        public SizeAgainstForceOffer() {
            super(MpmcRing.compact(1), 1);
        }

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

    @JCStressTest
    @JCStressMeta(RingPeek.PeekIntoNextLap.class)
    @State
    public static class PeekIntoNextLap extends RingActions {
        public PeekIntoNextLap() {
            super(MpmcRing.compact(2), 1, 2);
        }

        @Actor
        public void changer() {
            poll();
            offer(3);
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

    @JCStressTest
    @JCStressMeta(RingPeek.Iteration.class)
    @State
    public static class IterationAgainstRelaxedChanges extends RingActions {
        public IterationAgainstRelaxedChanges() {
            super(MpmcRing.compact(2), 1, 2);
        }

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

    @JCStressTest
    @JCStressMeta(RingFreedRun.DrainAgainstBatch.class)
    @State
    public static class PollAllAgainstFill extends RingActions {
        public PollAllAgainstFill() {
            super(MpmcRing.compact(2), 1, 2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = pollAll(2);
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
