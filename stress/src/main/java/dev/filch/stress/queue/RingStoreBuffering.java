package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Two threads, two rings: each puts something into its own and then looks into the other's. One of them has to find
 * something, or two workers that look for work once more before they go to sleep would both sleep. The same with
 * taking out and then looking for room. This is Dekker's pattern; nothing weaker than volatile order on claim and test
 * forbids the outcome.
 */
public final class RingStoreBuffering {

    private RingStoreBuffering() {}

    @JCStressTest
    @Outcome(id = {"1, -1, 1, 0", "-1, 1, 0, 1", "1, 1, 0, 0"},
            expect = ACCEPTABLE, desc = "At least one saw the other's element.")
    @Outcome(id = "-1, -1, 1, 1", expect = FORBIDDEN, desc = "Both looked past each other.")
    @Outcome(expect = FORBIDDEN, desc = "An element came without its content, or is lost.")
    @State
    public static class OfferThenPoll {
        private final MpmcRing<Item> left = MpmcRing.padded(1);
        private final MpmcRing<Item> right = MpmcRing.padded(1);

        @Actor
        public void leftThenRight(IIII_Result r) {
            left.offer(new Item(1));
            r.r1 = Item.valueOf(right.poll());
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            right.offer(new Item(1));
            r.r2 = Item.valueOf(left.poll());
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r3 = Item.drain(left);
            r.r4 = Item.drain(right);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 0, 2", "0, 1, 2, 0", "1, 1, 2, 2"},
            expect = ACCEPTABLE, desc = "At least one saw the other's free slot.")
    @Outcome(id = "0, 0, 0, 0", expect = FORBIDDEN, desc = "Both looked past each other.")
    @Outcome(expect = FORBIDDEN, desc = "An element is lost, or there twice.")
    @State
    public static class PollThenOffer {
        private final MpmcRing<Item> left = MpmcRing.padded(1);
        private final MpmcRing<Item> right = MpmcRing.padded(1);

        public PollThenOffer() {
            left.offer(new Item(1));
            right.offer(new Item(1));
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            left.poll();
            r.r1 = right.offer(new Item(2)) ? 1 : 0;
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            right.poll();
            r.r2 = left.offer(new Item(2)) ? 1 : 0;
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r3 = Item.drain(left);
            r.r4 = Item.drain(right);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 1, 1", "0, 1, 1, 1", "0, 0, 1, 1"},
            expect = ACCEPTABLE, desc = "At least one saw the other's element.")
    @Outcome(id = "1, 1, 1, 1", expect = FORBIDDEN, desc = "Both looked past each other.")
    @Outcome(expect = FORBIDDEN, desc = "An element is lost, or there twice.")
    @State
    public static class OfferThenIsEmpty {
        private final MpmcRing<Item> left = MpmcRing.padded(1);
        private final MpmcRing<Item> right = MpmcRing.padded(1);

        @Actor
        public void leftThenRight(IIII_Result r) {
            left.offer(new Item(1));
            r.r1 = right.isEmpty() ? 1 : 0;
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            right.offer(new Item(1));
            r.r2 = left.isEmpty() ? 1 : 0;
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r3 = Item.drain(left);
            r.r4 = Item.drain(right);
        }
    }
}
