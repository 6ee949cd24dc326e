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
 * The deque is full when the actors start. The owner's push either finds that thieves have made room and uses their
 * slots again, or copies everything into a larger buffer, while thieves still read from the old one.
 */
public final class DequeGrowth {

    private DequeGrowth() {}

    @JCStressTest
    @Outcome(id = "1, 2, 64", expect = ACCEPTABLE, desc = "Two stolen in order, and all others there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class LifoPushAgainstSteals {
        private final WorkDeque<Item> deque = full(WorkDeque.lifo());

        @Actor
        public void owner() {
            deque.push(ITEMS[FULL + 1]);
            deque.push(ITEMS[FULL + 2]);
        }

        @Actor
        public void thief(III_Result r) {
            r.r1 = Item.valueOf(deque.stealer().steal());
            r.r2 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = unbrokenFrom(3, deque);
        }
    }

    /** The batch is read before it is claimed, so reuse of a slot must wait for the claim. */
    @JCStressTest
    @Outcome(id = "3, 123, 63", expect = ACCEPTABLE, desc = "Three stolen in order, and all others there.")
    @Outcome(id = {"1, 1, 65", "2, 12, 64"}, expect = ACCEPTABLE, desc = "The buffer was cleared behind these.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class FifoPushAgainstBatch {
        private final WorkDeque<Item> deque = full(WorkDeque.fifo());
        private final WorkDeque<Item> booty = WorkDeque.fifo();

        @Actor
        public void owner() {
            deque.push(ITEMS[FULL + 1]);
            deque.push(ITEMS[FULL + 2]);
        }

        @Actor
        public void thief(III_Result r) {
            r.r1 = deque.stealer().stealBatchWithLimit(booty, 3);
            r.r2 = Item.drain(booty);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = unbrokenFrom(r.r1 + 1, deque);
        }
    }

    @JCStressTest
    @Outcome(id = {"65, 1, 2, 62", "65, 2, 1, 62"},
            expect = ACCEPTABLE, desc = "The owner took the newest, the thieves the oldest.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PushAndPopAgainstTwoThieves {
        private final WorkDeque<Item> deque = full(WorkDeque.lifo());

        @Actor
        public void owner(IIII_Result r) {
            deque.push(ITEMS[FULL + 1]);
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
            r.r4 = unbrokenFrom(3, deque);
        }
    }

    /**
     * The owner fills and empties slots near the thieves' end: what they read there must not be something newer.
     */
    @JCStressTest
    @Outcome(id = "1, 64, 62", expect = ACCEPTABLE, desc = "One from each end, and all others there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or from the wrong end.")
    @State
    public static class PopAfterReuse {
        private final WorkDeque<Item> deque = full(WorkDeque.lifo());

        @Actor
        public void thief(III_Result r) {
            r.r1 = Item.valueOf(deque.stealer().steal());
        }

        @Actor
        public void owner(III_Result r) {
            deque.push(ITEMS[FULL + 1]);
            deque.pop();
            deque.push(ITEMS[FULL + 2]);
            deque.pop();
            r.r2 = Item.valueOf(deque.pop());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = unbrokenFrom(2, deque);
        }
    }

    /** As many as a buffer holds, so that the next push makes it grow. */
    private static final int FULL = 64;

    private static final Item[] ITEMS = new Item[FULL + 3];

    static {
        for (int i = 1; i < ITEMS.length; i++) {
            ITEMS[i] = new Item(i);
        }
    }

    /** A full deque of the elements from 1 on. */
    private static WorkDeque<Item> full(WorkDeque<Item> deque) {
        for (int i = 1; i <= FULL; i++) {
            deque.push(ITEMS[i]);
        }
        return deque;
    }

    /** How many are left, if they go on from the given element without a gap; otherwise zero. */
    private static int unbrokenFrom(int first, WorkDeque<Item> deque) {
        int count = 0;
        for (Item item = deque.stealer().steal(); item != null; item = deque.stealer().steal()) {
            if (Item.valueOf(item) != first + count) {
                return 0;
            }
            count++;
        }
        return count;
    }
}
