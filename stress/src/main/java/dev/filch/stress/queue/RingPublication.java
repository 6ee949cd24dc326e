package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
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
 * What a producer wrote before its offer must be seen by the consumer of that element, and what a consumer did before
 * its poll must be seen by the producer that fills the freed slot. The slot itself must be empty before it is free.
 */
public final class RingPublication {

    private RingPublication() {}

    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "The element came without its content, or is lost.")
    @State
    public static class OfferPoll {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        @Actor
        public void producer() {
            ring.offer(new Item(1));
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "The element came without its content, or is lost.")
    @State
    public static class RelaxedOfferRelaxedPoll {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        @Actor
        public void producer() {
            ring.relaxedOffer(new Item(1));
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = Item.valueOf(ring.relaxedPoll());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(ring);
        }
    }

    /** The only slot is freed and filled again: the consumer must not clear what the producer has put in. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The ring was still full.")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "The slot was used again.")
    @Outcome(expect = FORBIDDEN, desc = "The second element is lost, or the first is there twice.")
    @State
    public static class FreedSlotIsEmpty {
        private final MpmcRing<Item> ring = MpmcRing.padded(1);

        public FreedSlotIsEmpty() {
            ring.offer(new Item(1));
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = ring.offer(new Item(2)) ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }

    /** The edge from the consumer to the producer that gets its slot. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "The ring was still full.")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "The producer saw what the consumer had done.")
    @Outcome(expect = FORBIDDEN, desc = "The slot came without what the consumer had done before, or one is lost.")
    @State
    public static class FreedSlotHandsBack extends RingForceOfferOneSlot.OneSlot {
        private int done;

        @Actor
        public void consumer() {
            done = 1;
            poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = offer(2);
            r.r2 = done;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }
}
