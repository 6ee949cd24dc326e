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
 * Closing against batches: what is accepted was all there before, what is refused is not there at all. Nothing that
 * only takes is disturbed.
 */
public final class InjectorCloseBatch {

    private InjectorCloseBatch() {}

    @JCStressTest
    @Outcome(id = "2, 12", expect = ACCEPTABLE, desc = "All were accepted.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "All were refused.")
    @Outcome(expect = FORBIDDEN, desc = "Torn apart, accepted and lost, or refused and there.")
    @State
    public static class OfferAllAgainstClose extends InjectorActions {
        @Actor
        public void producer(II_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    /** The second element goes into a new segment. */
    @JCStressTest
    @JCStressMeta(OfferAllAgainstClose.class)
    @State
    public static class OfferAllAgainstCloseAtBoundary extends InjectorActions {
        public OfferAllAgainstCloseAtBoundary() {
            super(injectorWithFreeSlots(1));
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 12", expect = ACCEPTABLE, desc = "All were accepted.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "All were refused, with an exception.")
    @Outcome(expect = FORBIDDEN, desc = "Torn apart, accepted and lost, or refused and there.")
    @State
    public static class PushAllAgainstClose extends InjectorActions {
        @Actor
        public void producer(II_Result r) {
            r.r1 = pushAll(1, 2);
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    /** More elements than tickets are taken at once: the rest may be refused. */
    @JCStressTest
    @Outcome(id = "66, 66", expect = ACCEPTABLE, desc = "All were accepted.")
    @Outcome(id = "64, 64", expect = ACCEPTABLE, desc = "The rest was refused.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "All were refused.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and there.")
    @State
    public static class LongOfferAllAgainstClose extends InjectorActions {
        private static final Item[] ITEMS = Item.of(new int[66]);

        @Actor
        public void producer(II_Result r) {
            r.r1 = offerAll(ITEMS);
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = countLeft();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Closed for both.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted after it was closed.")
    @State
    public static class CloseAgainstClose extends InjectorActions {
        @Actor
        public void first(III_Result r) {
            close();
            r.r1 = offer(1);
        }

        @Actor
        public void second(III_Result r) {
            close();
            r.r2 = offer(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "What was there, and then nothing.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class PollsAgainstClose extends InjectorActions {
        public PollsAgainstClose() {
            super(1);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = poll();
            r.r2 = poll();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "12, 34", expect = ACCEPTABLE, desc = "Half of four.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class BatchAgainstClose extends InjectorActions {
        public BatchAgainstClose() {
            super(1, 2, 3, 4);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = batch();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "2, -1, 12", expect = ACCEPTABLE, desc = "Accepted, after the poll.")
    @Outcome(id = "2, 1, 2", expect = ACCEPTABLE, desc = "Accepted, and the first was taken.")
    @Outcome(id = "0, -1, 0", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = FORBIDDEN, desc = "Torn apart, accepted and lost, or refused and there.")
    @State
    public static class OfferAllAgainstPollAndClose extends InjectorActions {
        @Actor
        public void producer(III_Result r) {
            r.r1 = offerAll(1, 2);
        }

        @Actor
        public void closer() {
            close();
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
}
