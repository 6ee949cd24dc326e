package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A batch of a lifo deque is reserved first, since its owner pops without a look at what is claimed; a batch of a fifo
 * deque is claimed at once. Either way each element has one taker, and the thief's own deque gives the batch out oldest
 * first.
 */
public final class DequeBatch {

    private DequeBatch() {}

    /** The owner pops towards the batch, and they meet. */
    @JCStressTest
    @Outcome(id = "3, 2, 1, 0", expect = ACCEPTABLE, desc = "The owner took two, the thief one.")
    @Outcome(id = "3, -1, 12, 0", expect = ACCEPTABLE, desc = "The thief took two.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class LifoPopsAgainstBatch {
        private final WorkDeque<Item> deque = WorkDeque.lifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public LifoPopsAgainstBatch() {
            for (int i = 1; i <= 3; i++) {
                deque.push(new Item(i));
            }
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
            r.r2 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(IIII_Result r) {
            deque.stealer().stealBatch(booty);
            r.r3 = Item.popAll(booty);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(deque);
        }
    }

    /** The owner pops at the end where the batch is claimed. */
    @JCStressTest
    @Outcome(id = "1, 2, 3, 4", expect = ACCEPTABLE, desc = "The owner came first; half of two is one.")
    @Outcome(id = "1, 4, 23, 0", expect = ACCEPTABLE, desc = "The thief came between; half of three is two.")
    @Outcome(id = "3, 4, 12, 0", expect = ACCEPTABLE, desc = "The thief came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class FifoPopsAgainstBatch {
        private final WorkDeque<Item> deque = WorkDeque.fifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public FifoPopsAgainstBatch() {
            for (int i = 1; i <= 4; i++) {
                deque.push(new Item(i));
            }
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
            r.r2 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(IIII_Result r) {
            deque.stealer().stealBatch(booty);
            r.r3 = Item.popAll(booty);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(deque);
        }
    }

    /** A batch of one, against the owner. */
    @JCStressTest
    @Outcome(id = "1, 0, 0, 0", expect = ACCEPTABLE, desc = "The owner took it.")
    @Outcome(id = "-1, 1, 1, 0", expect = ACCEPTABLE, desc = "The thief took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or counted wrongly.")
    @State
    public static class LifoLastElement {
        private final WorkDeque<Item> deque = WorkDeque.lifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public LifoLastElement() {
            deque.push(new Item(1));
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = deque.stealer().stealBatch(booty);
            r.r3 = Item.popAll(booty);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(deque);
        }
    }

    @JCStressTest
    @Outcome(id = "1, -1, 0, 0", expect = ACCEPTABLE, desc = "The owner took it.")
    @Outcome(id = "-1, 1, 0, 0", expect = ACCEPTABLE, desc = "The thief took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class FifoLastElement {
        private final WorkDeque<Item> deque = WorkDeque.fifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public FifoLastElement() {
            deque.push(new Item(1));
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = Item.valueOf(deque.stealer().stealBatchAndPop(booty));
            r.r3 = Item.popAll(booty);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(deque);
        }
    }

    /** Two thieves. */
    @JCStressTest
    @Outcome(id = "1, 23, 4", expect = ACCEPTABLE, desc = "The single steal came first.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class LifoBatchAgainstSteal {
        private final WorkDeque<Item> deque = WorkDeque.lifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public LifoBatchAgainstSteal() {
            for (int i = 1; i <= 4; i++) {
                deque.push(new Item(i));
            }
        }

        @Actor
        public void single(III_Result r) {
            r.r1 = Item.valueOf(deque.stealer().steal());
        }

        @Actor
        public void batch(III_Result r) {
            deque.stealer().stealBatch(booty);
            r.r2 = Item.popAll(booty);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(deque);
        }
    }

    /** Two thieves with batches, each claimed at once. */
    @JCStressTest
    @Outcome(id = "12, 3, 4", expect = ACCEPTABLE, desc = "Half of four, then half of two.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class FifoBatchAgainstBatch {
        private final WorkDeque<Item> deque = WorkDeque.fifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public FifoBatchAgainstBatch() {
            for (int i = 1; i <= 4; i++) {
                deque.push(new Item(i));
            }
        }

        @Actor
        public void first(III_Result r) {
            deque.stealer().stealBatch(booty);
            r.r1 = Item.popAll(booty);
        }

        @Actor
        public void second(III_Result r) {
            WorkDeque<Item> own = WorkDeque.fifo();
            deque.stealer().stealBatch(own);
            r.r2 = Item.popAll(own);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(deque);
        }
    }

    /** Two thieves with batches, each reserved first. */
    @JCStressTest
    @Outcome(id = "12, 3, 4", expect = ACCEPTABLE, desc = "Half of four, then half of two.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(id = {"1, 23, 4", "23, 1, 4"},
            expect = ACCEPTABLE, desc = "One lost patience with the other's reservation.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class LifoBatchAgainstBatch {
        private final WorkDeque<Item> deque = WorkDeque.lifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public LifoBatchAgainstBatch() {
            for (int i = 1; i <= 4; i++) {
                deque.push(new Item(i));
            }
        }

        @Actor
        public void first(III_Result r) {
            deque.stealer().stealBatch(booty);
            r.r1 = Item.popAll(booty);
        }

        @Actor
        public void second(III_Result r) {
            WorkDeque<Item> own = WorkDeque.fifo();
            deque.stealer().stealBatch(own);
            r.r2 = Item.popAll(own);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(deque);
        }
    }

    /** The owner, a batch and a single thief. */
    @JCStressTest
    @Outcome(id = "4, 1, 23, 0", expect = ACCEPTABLE, desc = "The batch came after the single steal.")
    @Outcome(id = "4, 3, 12, 0", expect = ACCEPTABLE, desc = "The batch came before the single steal.")
    @Outcome(id = "4, 1, 2, 3", expect = ACCEPTABLE, desc = "The batch counted what the others had left.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class LifoPopBatchAndSteal {
        private final WorkDeque<Item> deque = WorkDeque.lifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public LifoPopBatchAndSteal() {
            for (int i = 1; i <= 4; i++) {
                deque.push(new Item(i));
            }
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = Item.valueOf(deque.pop());
        }

        @Actor
        public void single(IIII_Result r) {
            r.r2 = Item.valueOf(deque.stealer().steal());
        }

        @Actor
        public void batch(IIII_Result r) {
            deque.stealer().stealBatch(booty);
            r.r3 = Item.popAll(booty);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(deque);
        }
    }
}
