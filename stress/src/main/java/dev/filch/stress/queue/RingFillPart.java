package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A fill whose supplier ends early gives back the slots for which it has no elements; in front of an element that has
 * come behind them it gives them up, here before its supplier throws. Whoever comes there passes over them, together or
 * one after the other, and the ring is in order afterwards.
 */
public final class RingFillPart {

    private RingFillPart() {}

    /** Nothing is there. */
    abstract static class Empty extends RingActions {
        Empty() {
            super(MpmcRing.padded(4));
        }
    }

    /** One of three is made, against one who takes one; then another element goes through. */
    @Outcome(id = "-1, 19", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = "1, 9", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or the ring is out of order.")
    abstract static class OneOfThree extends Empty {}

    @JCStressTest
    @State
    public static class EndsAgainstPoll extends OneOfThree {
        @Actor
        public void producer() {
            fillPart(3, 1);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = poll();
        }

        @Arbiter
        public void rest(II_Result r) {
            offer(9);
            r.r2 = left();
        }
    }

    @JCStressTest
    @State
    public static class ThrowsAgainstPoll extends OneOfThree {
        @Actor
        public void producer() {
            fillUntilThrown(3, 9, 1);
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
    public static class ThrowsAgainstRelaxedPoll extends OneOfThree {
        @Actor
        public void producer() {
            fillUntilThrown(3, 9, 1);
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
    @Outcome(id = "0, 19", expect = ACCEPTABLE, desc = "Nothing was there yet.")
    @Outcome(id = {"1, 9", "19, 0"}, expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or the ring is out of order.")
    @State
    public static class ThrowsAgainstDrain extends Empty {
        @Actor
        public void producer() {
            fillUntilThrown(3, 9, 1);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = drain(3);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    /** One of three is made, against one who looks. */
    @Outcome(id = {"-1, 19", "1, 19"}, expect = ACCEPTABLE, desc = "It was there, or not yet.")
    @Outcome(expect = FORBIDDEN, desc = "What was not at the head, or the ring is out of order.")
    abstract static class OneOfThreeAgainstPeek extends Empty {}

    @JCStressTest
    @State
    public static class EndsAgainstPeek extends OneOfThreeAgainstPeek {
        @Actor
        public void producer() {
            fillPart(3, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = peek();
        }

        @Arbiter
        public void rest(II_Result r) {
            offer(9);
            r.r2 = left();
        }
    }

    @JCStressTest
    @State
    public static class ThrowsAgainstPeek extends OneOfThreeAgainstPeek {
        @Actor
        public void producer() {
            fillUntilThrown(3, 9, 1);
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
    @Outcome(id = {"-1, 9", "9, 0"}, expect = ACCEPTABLE, desc = "Nothing was there but what came behind.")
    @Outcome(expect = FORBIDDEN, desc = "An element from nowhere, or the ring is out of order.")
    @State
    public static class ThrowsAtOnceAgainstPoll extends Empty {
        @Actor
        public void producer() {
            fillUntilThrown(3, 9);
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
    @Outcome(id = {"1, 15", "1, 51"}, expect = ACCEPTABLE, desc = "Both are in.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class EndsAgainstOffer extends Empty {
        @Actor
        public void supplied() {
            fillPart(2, 1);
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = offer(5);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    /** Two slots without elements stand before one with an element. */
    abstract static class Abandoned extends Empty {
        Abandoned() {
            fillUntilThrown(2, 5);
        }
    }

    @JCStressTest
    @Outcome(id = {"5, -1, 0", "-1, 5, 0"}, expect = ACCEPTABLE, desc = "One of them took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoPollsPassOver extends Abandoned {
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
    @Outcome(id = {"5, 5, 0", "-1, 5, 0"}, expect = ACCEPTABLE, desc = "It was there, or not any more.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class PeekAndPollPassOver extends Abandoned {
        @Actor
        public void first(III_Result r) {
            r.r1 = peek();
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

    /** Peek does, too. */
    @JCStressTest
    @Outcome(id = "5, 5, 5", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class TwoPeeksPassOver extends Abandoned {
        @Actor
        public void first(III_Result r) {
            r.r1 = peek();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = peek();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Slots without elements count until somebody has passed over them. */
    @JCStressTest
    @Outcome(id = "5, [123], 0, 5, 5", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, there twice, or empty although it never was.")
    @State
    public static class PeekPassesOverWhileOthersLook extends Abandoned {
        @Actor
        public void first(IIIII_Result r) {
            r.r1 = peek();
        }

        @Actor
        public void second(IIIII_Result r) {
            r.r2 = size();
            r.r3 = isEmpty();
            r.r4 = iterate();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = left();
        }
    }
}
