package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIIIII_Result;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A consumer calls tryPoll, and then tryPollBatch with a limit of two, while others take, put in, or read. An attempt
 * is lost (-2) only to another consumer, which took something; it returns nothing only if nothing was there yet.
 */
public final class InjectorAttempts {

    private InjectorAttempts() {}

    @JCStressTest
    @Outcome(id = "-1, 0, 12", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = {"-1, 1, 2", "1, 0, 2"}, expect = ACCEPTABLE, desc = "The second was not there yet.")
    @Outcome(id = {"-1, 12, 0", "1, 2, 0"}, expect = ACCEPTABLE, desc = "Both were there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or without its content.")
    @State
    public static class AgainstOffers extends InjectorActions {
        @Actor
        public void producer() {
            offer(1);
            offer(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** The second element goes into a new segment. */
    @JCStressTest
    @Outcome(id = "-1, 0, 12", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = {"-1, 1, 2", "1, 0, 2"},
            expect = ACCEPTABLE, desc = "The second was not there yet, or is behind the segment's end.")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "Both were there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or without its content.")
    @State
    public static class AgainstOffersAtBoundary extends InjectorActions {
        public AgainstOffersAtBoundary() {
            super(injectorWithFreeSlots(1));
        }

        @Actor
        public void producer() {
            offer(1);
            offer(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** The second is published first. */
    @JCStressTest
    @Outcome(id = "-1, 0, 12", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = {"-1, 12, 0", "1, 2, 0"}, expect = ACCEPTABLE, desc = "Both were there.")
    @Outcome(expect = FORBIDDEN, desc = "Torn apart, lost, taken twice, out of order, or without its content.")
    @State
    public static class AgainstOfferAll extends InjectorActions {
        @Actor
        public void producer() {
            offerAll(1, 2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 23, 0", expect = ACCEPTABLE, desc = "As if it were not closed.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class AgainstClose extends InjectorActions {
        public AgainstClose() {
            super(1, 2, 3);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
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

    /** Another consumer takes one of four. */
    @Outcome(id = {"1, 23, 4, 0", "1, 34, 2, 0", "2, 34, 1, 0"}, expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(id = {"-2, 23, 1, 4", "1, -2, 2, 34"}, expect = ACCEPTABLE, desc = "An attempt was lost to the other.")
    @Outcome(id = "1, 23, -2, 4", expect = ACCEPTABLE, desc = "The other's attempt was lost.")
    @Outcome(expect = FORBIDDEN, desc = "Missed, lost, taken twice, out of order, or given up for nothing.")
    abstract static class FourAgainstSingle extends InjectorActions {
        FourAgainstSingle(Injector<Item> injector) {
            super(injector, 1, 2, 3, 4);
        }
    }

    @JCStressTest
    @State
    public static class AgainstPoll extends FourAgainstSingle {
        public AgainstPoll() {
            super(new Injector<>());
        }

        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = poll();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstTryPoll extends FourAgainstSingle {
        public AgainstTryPoll() {
            super(new Injector<>());
        }

        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = tryPoll();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    /** The second element is in the next segment. */
    @JCStressTest
    @State
    public static class AgainstTryPollAtBoundary extends FourAgainstSingle {
        public AgainstTryPollAtBoundary() {
            super(injectorWithFreeSlots(1));
        }

        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = tryPoll();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    /** Another consumer takes two of four, or of three. */
    @Outcome(id = {"1, 23, 4, 0", "1, 4, 23, 0", "3, 4, 12, 0"}, expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(id = {"-2, 34, 12, 0", "1, -2, 23, 4"}, expect = ACCEPTABLE, desc = "An attempt was lost to the other.")
    @Outcome(id = "1, 23, -2, 4", expect = ACCEPTABLE, desc = "The other's attempt was lost.")
    @Outcome(expect = FORBIDDEN, desc = "Missed, lost, taken twice, out of order, or given up for nothing.")
    abstract static class FourAgainstBatch extends InjectorBatchAndPop.Four {}

    @JCStressTest
    @State
    public static class AgainstBatch extends FourAgainstBatch {
        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = batch();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstBatchAndPop extends FourAgainstBatch {
        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = batchAndPop();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @State
    public static class AgainstTryPollBatch extends FourAgainstBatch {
        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = tryPollBatch();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 23, 0, 3, (123|12|13|1|23|2|3|0), (1|2|-1), 0",
            expect = ACCEPTABLE, desc = "The size came before the attempts.")
    @Outcome(id = "1, 23, 0, 2, (23|2|3|0), (2|-1), 0", expect = ACCEPTABLE, desc = "The size came between.")
    @Outcome(id = "1, 23, [01], 0, 0, -1, 0", expect = ACCEPTABLE, desc = "The size came after the attempts.")
    @Outcome(expect = FORBIDDEN, desc = "Half of the batch, taken and then seen, out of order, or lost.")
    @State
    public static class AgainstReaders extends InjectorActions {
        public AgainstReaders() {
            super(1, 2, 3);
        }

        @Actor
        public void consumer(IIIIIII_Result r) {
            r.r1 = tryPoll();
            r.r2 = tryPollBatch();
        }

        @Actor
        public void reader(IIIIIII_Result r) {
            r.r3 = isEmpty();
            r.r4 = size();
            r.r5 = iterate();
            r.r6 = peek();
        }

        @Arbiter
        public void rest(IIIIIII_Result r) {
            r.r7 = left();
        }
    }
}
