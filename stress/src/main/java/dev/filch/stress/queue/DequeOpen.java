package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.DequeStates;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIIII_Result;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The first thief of a lifo deque with plenty of elements leaves an open reservation, which others claim from without a
 * look at bottom. Each element has one taker all the same.
 */
public final class DequeOpen {

    private DequeOpen() {}

    /** A deque for which a few elements are plenty. */
    abstract static class Plenty extends DequeActions {
        Plenty(int... contents) {
            super(DequeStates.withLength(true, 8), contents);
        }
    }

    /** The owner pops towards the reservation. */
    @JCStressTest
    @Outcome(id = "3, 2, 1, -1, 0", expect = ACCEPTABLE, desc = "The owner took two, the thief one.")
    @Outcome(id = "3, -1, 1, 2, 0", expect = ACCEPTABLE, desc = "The thief took two.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PopsAgainstSteals extends Plenty {
        public PopsAgainstSteals() {
            super(1, 2, 3);
        }

        @Actor
        public void owner(IIIII_Result r) {
            r.r1 = pop();
            r.r2 = pop();
        }

        @Actor
        public void thief(IIIII_Result r) {
            r.r3 = steal();
            r.r4 = steal();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = stealAll();
        }
    }

    /** What the owner is about to leave to the thief counts as there. */
    @JCStressTest
    @Outcome(id = {"3, 2, 1, 0, -1, 0", "3, 2, 1, 1, -1, 0"}, expect = ACCEPTABLE, desc = "The owner took two.")
    @Outcome(id = "3, -1, 1, 0, 2, 0", expect = ACCEPTABLE, desc = "The thief took two.")
    @Outcome(id = "3, -1, 1, 1, 2, 0", expect = FORBIDDEN, desc = "Empty, and then not.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PopsAgainstALook extends Plenty {
        public PopsAgainstALook() {
            super(1, 2, 3);
        }

        @Actor
        public void owner(IIIIII_Result r) {
            r.r1 = pop();
            r.r2 = pop();
        }

        @Actor
        public void thief(IIIIII_Result r) {
            r.r3 = steal();
            r.r4 = isEmpty();
            r.r5 = steal();
        }

        @Arbiter
        public void rest(IIIIII_Result r) {
            r.r6 = stealAll();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2, 34", "2, 1, 34"}, expect = ACCEPTABLE, desc = "One each.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class TwoThieves extends Plenty {
        public TwoThieves() {
            super(1, 2, 3, 4);
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = steal();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @Outcome(id = "5, 1, 23, 4", expect = ACCEPTABLE, desc = "The single one came first.")
    @Outcome(id = {"5, 3, 12, 4", "5, 4, 123, 0"}, expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(id = {"5, 2, 1, 34", "5, 1, 2, 34"}, expect = ACCEPTABLE, desc = "The batch came upon a reservation.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PopStealAndBatch extends Plenty {
        public PopStealAndBatch() {
            super(1, 2, 3, 4, 5);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pop();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = steal();
        }

        @Actor
        public void batch(IIII_Result r) {
            r.r3 = batch();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }
}
