package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Peek, the iterator, the size and the test for emptiness take nothing, and may come while others take, one by one or a
 * batch, and put in.
 */
public final class InjectorReaders {

    private InjectorReaders() {}

    @JCStressTest
    @Outcome(id = {"1, 1, 2", "2, 1, 2"}, expect = ACCEPTABLE, desc = "What was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "What was not at the head, or lost.")
    @State
    public static class PeekAgainstPoll extends InjectorActions {
        public PeekAgainstPoll() {
            super(1, 2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = peek();
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
    @Outcome(id = {"1, 12, 3", "3, 12, 3"}, expect = ACCEPTABLE, desc = "What was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "What was not at the head, or lost.")
    @State
    public static class PeekAgainstBatch extends InjectorActions {
        public PeekAgainstBatch() {
            super(1, 2, 3);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = peek();
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = batch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"123, 1, 23", "23, 1, 23"}, expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or lost.")
    @State
    public static class IterationAgainstPoll extends InjectorActions {
        public IterationAgainstPoll() {
            super(1, 2, 3);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = iterate();
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

    /** The second element goes into a new segment. */
    @JCStressTest
    @JCStressMeta(RingBatchAgainstPoll.OfferAllAgainstIteration.class)
    @State
    public static class IterationAgainstOfferAll extends InjectorActions {
        public IterationAgainstOfferAll() {
            super(injectorWithFreeSlots(1));
        }

        @Actor
        public void producer() {
            offerAll(1, 2);
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

    /** The head leaves a segment while the iterator is in it. */
    @JCStressTest
    @Outcome(id = {"123, 2, 3", "23, 2, 3", "13, 2, 3", "3, 2, 3"},
            expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or lost.")
    @State
    public static class IterationAgainstPollsAtBoundary extends InjectorActions {
        public IterationAgainstPollsAtBoundary() {
            super(injectorWithFreeSlots(1), 1, 2, 3);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = iterate();
        }

        @Actor
        public void consumer(III_Result r) {
            poll();
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Who looks at the head moves it on to the next segment, which others may be about to do, or be in. */
    @JCStressTest
    @Outcome(id = "1, 1, 1, 1", expect = ACCEPTABLE, desc = "What was there all the time.")
    @Outcome(expect = FORBIDDEN, desc = "Missed, or lost.")
    @State
    public static class PeekAgainstReadersAtBoundary extends InjectorActions {
        public PeekAgainstReadersAtBoundary() {
            super(injectorWithFreeSlots(0), 1);
        }

        @Actor
        public void first(IIII_Result r) {
            r.r1 = peek();
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = iterate();
            r.r3 = peek();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @JCStressMeta(RingBatchAgainstPoll.OfferAllAgainstPeek.class)
    @State
    public static class PeekAgainstOffersAtBoundary extends InjectorActions {
        public PeekAgainstOffersAtBoundary() {
            super(injectorWithFreeSlots(0));
        }

        @Actor
        public void producer() {
            offer(1);
            offer(2);
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
    @Outcome(id = {"0, 2, 2", "0, 1, 2"}, expect = ACCEPTABLE, desc = "One was there all the time.")
    @Outcome(expect = FORBIDDEN, desc = "Empty although it never was, or lost.")
    @State
    public static class NeverEmptyAgainstPoll extends InjectorActions {
        public NeverEmptyAgainstPoll() {
            super(1, 2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
        }

        @Actor
        public void consumer() {
            poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, -1, 1", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = {"0, 1, 0", "1, 1, 0"}, expect = ACCEPTABLE, desc = "It came before the poll.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class EmptyAgainstOffer extends InjectorActions {
        @Actor
        public void producer() {
            offer(1);
        }

        @Actor
        public void onlyConsumer(III_Result r) {
            r.r1 = isEmpty();
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
