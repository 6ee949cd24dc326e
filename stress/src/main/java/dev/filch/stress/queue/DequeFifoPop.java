package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The owner of a fifo deque claims at the same end as the thieves, by a getAndAdd that overshoots when the deque is
 * empty and is then taken back. No thief may take an element that the overshoot points at, nor may taking it back undo
 * somebody's claim.
 */
public final class DequeFifoPop {

    private DequeFifoPop() {}

    @JCStressTest
    @Outcome(id = "1, -1, 9", expect = ACCEPTABLE, desc = "The owner took it.")
    @Outcome(id = "-1, 1, 9", expect = ACCEPTABLE, desc = "The thief took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class PopAgainstSteal {
        private final WorkDeque<Item> deque = WorkDeque.fifo();

        public PopAgainstSteal() {
            deque.push(new Item(1));
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(III_Result r) {
            deque.push(new Item(9));
            r.r3 = Item.drain(deque);
        }
    }

    /** The owner pops until it overshoots, and pushes again; the thief goes on all the time. */
    @JCStressTest
    @Outcome(id = {"1, -1, 2", "1, 2, 0"}, expect = ACCEPTABLE, desc = "The owner took the first.")
    @Outcome(id = "-1, 1, 2", expect = ACCEPTABLE, desc = "The thief took the first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or out of order.")
    @State
    public static class PopsAgainstSteals {
        private final WorkDeque<Item> deque = WorkDeque.fifo();

        public PopsAgainstSteals() {
            deque.push(new Item(1));
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = Item.valueOf(deque.pop());
            deque.pop();
            deque.push(new Item(2));
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(deque);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, -1, -1, 0", expect = ACCEPTABLE, desc = "The owner took both.")
    @Outcome(id = {"1, -1, 2, -1, 0", "2, -1, 1, -1, 0"}, expect = ACCEPTABLE, desc = "Each took one.")
    @Outcome(id = "-1, -1, 1, 2, 0", expect = ACCEPTABLE, desc = "The thief took both.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or out of order.")
    @State
    public static class TwoPopsAgainstTwoSteals {
        private final WorkDeque<Item> deque = WorkDeque.fifo();

        public TwoPopsAgainstTwoSteals() {
            deque.push(new Item(1));
            deque.push(new Item(2));
        }

        @Actor
        public void owner(IIIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
            r.r2 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(IIIII_Result r) {
            r.r3 = Item.valueOf(deque.stealer().steal());
            r.r4 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = Item.drain(deque);
        }
    }

    /** One element for three. */
    @JCStressTest
    @Outcome(id = {"1, -1, -1, 9", "-1, 1, -1, 9", "-1, -1, 1, 9"}, expect = ACCEPTABLE, desc = "One of them took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class PopAgainstTwoThieves {
        private final WorkDeque<Item> deque = WorkDeque.fifo();

        public PopAgainstTwoThieves() {
            deque.push(new Item(1));
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
        }

        @Actor
        public void first(IIII_Result r) {
            r.r2 = Item.valueOf(deque.stealer().steal());
        }

        @Actor
        public void second(IIII_Result r) {
            r.r3 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(IIII_Result r) {
            deque.push(new Item(9));
            r.r4 = Item.drain(deque);
        }
    }

    /** The owner, a single thief and a batch, all at the same end. */
    @JCStressTest
    @Outcome(id = {"1, 2, 3, 4", "2, 1, 3, 4"}, expect = ACCEPTABLE, desc = "The batch came last; half of two is one.")
    @Outcome(id = {"1, 4, 23, 0", "4, 1, 23, 0"}, expect = ACCEPTABLE, desc = "The batch came second.")
    @Outcome(id = {"3, 4, 12, 0", "4, 3, 12, 0"}, expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PopStealAndBatch extends DequeActions {
        public PopStealAndBatch() {
            super(WorkDeque.fifo(), 1, 2, 3, 4);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pop();
        }

        @Actor
        public void single(IIII_Result r) {
            r.r2 = steal();
        }

        @Actor
        public void batch(IIII_Result r) {
            r.r3 = batchAndPop();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }
}
