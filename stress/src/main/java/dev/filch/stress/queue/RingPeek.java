package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Peek and the iterator read slots that they do not own, while others take what is there and fill the slot again. They
 * must show elements with their contents and in their order, and peek only what was at the head.
 */
public final class RingPeek {

    private RingPeek() {}

    @JCStressTest
    @Outcome(id = {"1, 1", "1, -1", "1, 2", "-1, -1", "-1, 2", "2, 2"},
            expect = ACCEPTABLE, desc = "Time went on, or stood still.")
    @Outcome(expect = FORBIDDEN, desc = "Back in time, or an element without its content.")
    @State
    public static class PeekTwice {
        private final MpmcRing<Item> ring = MpmcRing.padded(1);

        public PeekTwice() {
            ring.offer(new Item(1));
        }

        @Actor
        public void changer() {
            ring.poll();
            ring.offer(new Item(2));
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Item.valueOf(ring.peek());
            r.r2 = Item.valueOf(ring.peek());
        }
    }

    /** The slot that was at the head is filled again while a second element has become the head. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The first was at the head.")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "The second was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "The third never was; or an element without its content.")
    @State
    public static class PeekIntoNextLap {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        public PeekIntoNextLap() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void changer() {
            ring.poll();
            ring.offer(new Item(3));
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = Item.valueOf(ring.peek());
        }
    }

    /** Nobody else takes anything: what was seen must be what is taken. */
    @JCStressTest
    @Outcome(id = {"-1, -1", "-1, 1", "1, 1"}, expect = ACCEPTABLE, desc = "The same, unless it was not there yet.")
    @Outcome(expect = FORBIDDEN, desc = "Something else, or an element without its content.")
    @State
    public static class PeekThenPoll {
        private final MpmcRing<Item> ring = MpmcRing.padded(1);

        @Actor
        public void producer() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void onlyConsumer(II_Result r) {
            r.r1 = Item.valueOf(ring.peek());
            r.r2 = Item.valueOf(ring.poll());
        }
    }

    @JCStressTest
    @Outcome(id = {"12", "2", "23", "123"}, expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or an element without its content.")
    @State
    public static class Iteration {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        public Iteration() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void changer() {
            ring.poll();
            ring.offer(new Item(3));
        }

        @Actor
        public void reader(I_Result r) {
            int seen = 0;
            for (Item item : ring) {
                seen = seen * 10 + Item.valueOf(item);
            }
            r.r1 = seen;
        }
    }
}
