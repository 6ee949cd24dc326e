package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Producers and consumers, at least one of them with a batch. A consumer that comes to a slot which is claimed and not
 * yet filled waits, or takes what is there before it.
 */
public final class RingBatchAgainstPoll {

    private RingBatchAgainstPoll() {}

    /** Nothing is there. */
    abstract static class Empty extends RingActions {
        Empty() {
            super(MpmcRing.padded(2));
        }
    }

    /** A batch of two, against one who takes one. */
    @Outcome(id = "-1, 12", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The first was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or without its content.")
    abstract static class BatchAgainstSingle extends Empty {}

    /** A batch of two, against one who takes two. */
    @Outcome(id = "0, 12", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The second was not there yet.")
    @Outcome(id = "12, 0", expect = ACCEPTABLE, desc = "Both were there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or without its content.")
    abstract static class BatchAgainstBatch extends Empty {}

    @JCStressTest
    @State
    public static class OfferAllAgainstPoll extends BatchAgainstSingle {
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
    @State
    public static class OfferAllAgainstRelaxedPoll extends BatchAgainstSingle {
        @Actor
        public void producer() {
            offerAll(1, 2);
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
    @State
    public static class FillAgainstPoll extends BatchAgainstSingle {
        @Actor
        public void producer() {
            fill(1, 2);
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
    @State
    public static class FillAgainstRelaxedPoll extends BatchAgainstSingle {
        @Actor
        public void producer() {
            fill(1, 2);
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
    @State
    public static class OfferAllAgainstDrain extends BatchAgainstBatch {
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
    @State
    public static class FillAgainstDrain extends BatchAgainstBatch {
        @Actor
        public void producer() {
            fill(1, 2);
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
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or without its content.")
    @State
    public static class OfferAgainstDrain extends Empty {
        @Actor
        public void producer() {
            offer(1);
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
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or without its content.")
    @State
    public static class RelaxedOfferAgainstDrain extends Empty {
        @Actor
        public void producer() {
            relaxedOffer(1);
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
    @Outcome(id = {"-1, 12", "1, 12"}, expect = ACCEPTABLE, desc = "The first, unless it was not there yet.")
    @Outcome(expect = FORBIDDEN, desc = "What was not at the head, or without its content.")
    @State
    public static class OfferAllAgainstPeek extends Empty {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = peek();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"-1, 12", "1, 12"}, expect = ACCEPTABLE, desc = "The first, unless it was not there yet.")
    @Outcome(expect = FORBIDDEN, desc = "What was not at the head, or without its content.")
    @State
    public static class FillAgainstPeek extends Empty {
        @Actor
        public void producer() {
            fill(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = peek();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"0, 12", "1, 12", "12, 12"}, expect = ACCEPTABLE, desc = "As far as they were there, in order.")
    @Outcome(id = "2, 12",
            expect = ACCEPTABLE, desc = "The first was not there yet when the iterator came by, but the second was.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or without its content.")
    @State
    public static class OfferAllAgainstIteration extends Empty {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = iterate();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"0, 12", "1, 12", "12, 12"}, expect = ACCEPTABLE, desc = "As far as they were there, in order.")
    @Outcome(id = "2, 12",
            expect = ACCEPTABLE, desc = "The first was not there yet when the iterator came by, but the second was.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or without its content.")
    @State
    public static class FillAgainstIteration extends Empty {
        @Actor
        public void producer() {
            fill(1, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = iterate();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }
}
