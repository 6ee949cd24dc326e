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
 * The last element is where owner and thieves meet: each writes its own end of the deque and then looks at the
 * other's, and both must not miss the other's write. Afterwards one more element goes through the deque, to see that
 * the two ends were left in order. These are lifo deques; a fifo owner pops in another way, see DequeFifoPop.
 */
public final class DequeLastElement {

    private DequeLastElement() {}

    @JCStressTest
    @Outcome(id = "1, -1, 9", expect = ACCEPTABLE, desc = "The owner took it.")
    @Outcome(id = "-1, 1, 9", expect = ACCEPTABLE, desc = "The thief took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class PopAgainstSteal {
        private final WorkDeque<Item> deque = WorkDeque.lifo();

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

    /** A single attempt may lose (-2), but only to somebody. */
    @JCStressTest
    @Outcome(id = "1, -1, 9", expect = ACCEPTABLE, desc = "The owner took it, and the thief saw the deque empty.")
    @Outcome(id = "1, -2, 9", expect = ACCEPTABLE, desc = "The owner took it, and the thief lost.")
    @Outcome(id = "-1, 1, 9", expect = ACCEPTABLE, desc = "The thief took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or both gave up.")
    @State
    public static class PopAgainstOneAttempt {
        private static final Item LOST_RACE = new Item(-2);

        private final WorkDeque<Item> deque = WorkDeque.lifo();

        public PopAgainstOneAttempt() {
            deque.push(new Item(1));
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = Item.valueOf(deque.stealer().trySteal(LOST_RACE));
        }

        @Arbiter
        public void rest(III_Result r) {
            deque.push(new Item(9));
            r.r3 = Item.drain(deque);
        }
    }

    /** The deque is empty before and after: the owner pops what it has just pushed. */
    @JCStressTest
    @Outcome(id = "1, -1, 9", expect = ACCEPTABLE, desc = "The owner took it.")
    @Outcome(id = "-1, 1, 9", expect = ACCEPTABLE, desc = "The thief took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class PushPopAgainstSteal {
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        @Actor
        public void owner(III_Result r) {
            deque.push(new Item(1));
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

    /** Two elements, each side wants both. */
    @JCStressTest
    @Outcome(id = "2, 1, -1, -1, 0", expect = ACCEPTABLE, desc = "The owner took both.")
    @Outcome(id = "2, -1, 1, -1, 0", expect = ACCEPTABLE, desc = "Each took one.")
    @Outcome(id = "-1, -1, 1, 2, 0", expect = ACCEPTABLE, desc = "The thief took both.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or out of order.")
    @State
    public static class TwoPopsAgainstTwoSteals {
        private final WorkDeque<Item> deque = WorkDeque.lifo();

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

    @JCStressTest
    @Outcome(id = "1, -1, 9", expect = ACCEPTABLE, desc = "The first took it.")
    @Outcome(id = "-1, 1, 9", expect = ACCEPTABLE, desc = "The second took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoThieves {
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        public TwoThieves() {
            deque.push(new Item(1));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = Item.valueOf(deque.stealer().steal());
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(III_Result r) {
            deque.push(new Item(9));
            r.r3 = Item.drain(deque);
        }
    }

    /** Two elements for three. */
    @JCStressTest
    @Outcome(id = {"2, 1, -1, 9", "2, -1, 1, 9"}, expect = ACCEPTABLE, desc = "The owner and one thief took them.")
    @Outcome(id = {"-1, 1, 2, 9", "-1, 2, 1, 9"}, expect = ACCEPTABLE, desc = "The thieves took them.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or from the wrong end.")
    @State
    public static class PopAgainstTwoThieves {
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        public PopAgainstTwoThieves() {
            deque.push(new Item(1));
            deque.push(new Item(2));
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
}
