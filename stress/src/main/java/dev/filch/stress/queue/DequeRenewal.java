package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.DequeStates;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Now and then a push takes a new buffer, a shorter one if most of the old one is idle, while thieves still read from
 * the old one.
 */
public final class DequeRenewal {

    private DequeRenewal() {}

    /** Three elements in a buffer of some length that the next push renews. */
    abstract static class BeforeRenewal extends DequeActions {
        BeforeRenewal(boolean lifo, int length) {
            super(DequeStates.withLength(lifo, length), 1, 2, 3);
            renewWithNextPush();
        }
    }

    @JCStressTest
    @Outcome(id = "4, 1, 2, 39", expect = ACCEPTABLE, desc = "Each took from its end.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class ShrinkAgainstSteals extends BeforeRenewal {
        public ShrinkAgainstSteals() {
            super(true, 64);
        }

        @Actor
        public void owner(IIII_Result r) {
            push(4);
            r.r1 = pop();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = steal();
            r.r3 = steal();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = leftAnd(9);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2, 349", "2, 1, 349"}, expect = ACCEPTABLE, desc = "Each took one of the oldest.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class ShrinkAgainstTwoThieves extends BeforeRenewal {
        public ShrinkAgainstTwoThieves() {
            super(true, 64);
        }

        @Actor
        public void owner() {
            push(4);
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
            r.r3 = leftAnd(9);
        }
    }

    /** The batch of a fifo deque is read before it is claimed. */
    @JCStressTest
    @Outcome(id = "12, 349", expect = ACCEPTABLE, desc = "Half of three, or of four.")
    @Outcome(id = "1, 2349", expect = ACCEPTABLE, desc = "The buffer was cleared behind the first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class ShrinkAgainstBatch extends BeforeRenewal {
        public ShrinkAgainstBatch() {
            super(false, 64);
        }

        @Actor
        public void owner() {
            push(4);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = batch();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = leftAnd(9);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2, 349", "2, 1, 349"}, expect = ACCEPTABLE, desc = "Each took one of the oldest.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class FifoShrinkAndPopAgainstSteal extends BeforeRenewal {
        public FifoShrinkAndPopAgainstSteal() {
            super(false, 64);
        }

        @Actor
        public void owner(III_Result r) {
            push(4);
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    /** The new buffer is as short as the old one, and full at once: slots are used again, or it grows. */
    @JCStressTest
    @Outcome(id = "1, 2, 34569", expect = ACCEPTABLE, desc = "The oldest, and all others there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class RenewAndReuseAgainstSteals extends BeforeRenewal {
        public RenewAndReuseAgainstSteals() {
            super(true, 4);
        }

        @Actor
        public void owner() {
            push(4, 5, 6);
        }

        @Actor
        public void thief(III_Result r) {
            r.r1 = steal();
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }
}
