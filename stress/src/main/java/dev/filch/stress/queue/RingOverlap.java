package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Strict answers while another operation is between its two steps. Who has put something in, and is the only consumer,
 * must not be told that the ring is empty because the slot at the head belongs to an offer that is not finished; the
 * same with full. Vyukov's original queue answers so, as agrona's issue 216 shows, and so do the relaxed operations,
 * which are here for the contrast: they fail where the strict ones wait.
 */
public final class RingOverlap {

    private RingOverlap() {}

    @JCStressTest
    @Outcome(id = "1, 5", expect = ACCEPTABLE, desc = "The other's element came first.")
    @Outcome(id = "5, 1", expect = ACCEPTABLE, desc = "The own element came first.")
    @Outcome(expect = FORBIDDEN, desc = "Empty, although the own offer was complete.")
    @State
    public static class Empty {
        private final MpmcRing<Item> ring = MpmcRing.padded(4);

        @Actor
        public void other() {
            ring.offer(new Item(1));
        }

        @Actor
        public void producerAndOnlyConsumer(II_Result r) {
            ring.offer(new Item(5));
            r.r1 = Item.valueOf(ring.poll());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 5", expect = ACCEPTABLE, desc = "The other's element came first.")
    @Outcome(id = "5, 1", expect = ACCEPTABLE, desc = "The own element came first.")
    @Outcome(id = "-1, 15",
            expect = ACCEPTABLE_INTERESTING, desc = "The other's offer was not finished, and the poll did not wait.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class RelaxedEmpty {
        private final MpmcRing<Item> ring = MpmcRing.padded(4);

        @Actor
        public void other() {
            ring.offer(new Item(1));
        }

        @Actor
        public void producerAndOnlyConsumer(II_Result r) {
            ring.offer(new Item(5));
            r.r1 = Item.valueOf(ring.relaxedPoll());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2, 19", "2, 1, 19"}, expect = ACCEPTABLE, desc = "Both were taken, and there was room.")
    @Outcome(expect = FORBIDDEN, desc = "Full, although the own poll was complete.")
    @State
    public static class Full {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        public Full() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void other(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Actor
        public void consumerAndOnlyProducer(III_Result r) {
            r.r2 = Item.valueOf(ring.poll());
            r.r3 = ring.offer(new Item(9)) ? 10 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 += Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2, 19", "2, 1, 19"}, expect = ACCEPTABLE, desc = "Both were taken, and there was room.")
    @Outcome(id = "1, 2, 0",
            expect = ACCEPTABLE_INTERESTING, desc = "The other's poll was not finished, and the offer did not wait.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class RelaxedFull {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        public RelaxedFull() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void other(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Actor
        public void consumerAndOnlyProducer(III_Result r) {
            r.r2 = Item.valueOf(ring.poll());
            r.r3 = ring.relaxedOffer(new Item(9)) ? 10 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 += Item.drain(ring);
        }
    }

    /** As the first, with peek, which leaves the element there. */
    @JCStressTest
    @Outcome(id = "1, 15", expect = ACCEPTABLE, desc = "The other's element came first.")
    @Outcome(id = "5, 51", expect = ACCEPTABLE, desc = "The own element came first.")
    @Outcome(expect = FORBIDDEN, desc = "Empty, although the own offer was complete.")
    @State
    public static class PeekEmpty {
        private final MpmcRing<Item> ring = MpmcRing.padded(4);

        @Actor
        public void other() {
            ring.offer(new Item(1));
        }

        @Actor
        public void producerAndOnlyReader(II_Result r) {
            ring.offer(new Item(5));
            r.r1 = Item.valueOf(ring.peek());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(ring);
        }
    }
}
