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

/**
 * Each accepted element is taken by exactly one consumer, each slot filled by exactly one producer, and the order is
 * that of the producers' claims.
 */
public final class RingExactlyOnce {

    private RingExactlyOnce() {}

    @JCStressTest
    @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "The first took it.")
    @Outcome(id = "-1, 1, 0", expect = ACCEPTABLE, desc = "The second took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoConsumersOneElement {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        public TwoConsumersOneElement() {
            ring.offer(new Item(1));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = Item.valueOf(ring.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "In the order of the actors.")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoConsumersTwoElements {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        public TwoConsumersTwoElements() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = Item.valueOf(ring.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, 12", "1, 1, 21"}, expect = ACCEPTABLE, desc = "Both are in, in one order or the other.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class TwoProducers {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        @Actor
        public void first(III_Result r) {
            r.r1 = ring.offer(new Item(1)) ? 1 : 0;
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = ring.offer(new Item(2)) ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }

    /** A capacity of one, where a slot's free and filled states of successive laps lie closest together. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The first got the slot.")
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "The second got the slot.")
    @Outcome(expect = FORBIDDEN, desc = "More in than there is room for, or lost.")
    @State
    public static class TwoProducersOneSlot {
        private final MpmcRing<Item> ring = MpmcRing.padded(1);

        @Actor
        public void first(III_Result r) {
            r.r1 = ring.offer(new Item(1)) ? 1 : 0;
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = ring.offer(new Item(2)) ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }

    @JCStressTest
    @Outcome(id = {"-1, -1, 12", "-1, -1, 21"}, expect = ACCEPTABLE, desc = "Both polls came first.")
    @Outcome(id = {"1, -1, 2", "2, -1, 1", "-1, 1, 2", "-1, 2, 1"},
            expect = ACCEPTABLE, desc = "One poll found something.")
    @Outcome(id = {"1, 2, 0", "2, 1, 0"}, expect = ACCEPTABLE, desc = "Both did.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoProducersTwoConsumers {
        private final MpmcRing<Item> ring = MpmcRing.padded(2);

        @Actor
        public void producerOne() {
            ring.offer(new Item(1));
        }

        @Actor
        public void producerTwo() {
            ring.offer(new Item(2));
        }

        @Actor
        public void consumerOne(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
        }

        @Actor
        public void consumerTwo(III_Result r) {
            r.r2 = Item.valueOf(ring.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }

    /** Two elements go through one slot while a consumer polls twice: order, and no element twice. */
    @JCStressTest
    @Outcome(id = "-1, -1, 1",
            expect = ACCEPTABLE, desc = "Both polls came first; the second offer found the ring full.")
    @Outcome(id = {"1, -1, 0", "1, -1, 2", "-1, 1, 0", "-1, 1, 2"},
            expect = ACCEPTABLE, desc = "The first was taken; the second may have found the ring full.")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "Both were taken, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or out of order.")
    @State
    public static class TwoLaps {
        private final MpmcRing<Item> ring = MpmcRing.padded(1);

        @Actor
        public void producer() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = Item.valueOf(ring.poll());
            r.r2 = Item.valueOf(ring.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(ring);
        }
    }
}
