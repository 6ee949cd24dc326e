package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two owners steal a batch from each other at the same time: each is owner of the one deque and thief of the other, and
 * no element may get lost or doubled between them.
 */
public final class DequeExchange {

    private DequeExchange() {}

    /** The first has 1 to 3, the second 4 to 6. */
    @Outcome(id = "123456", expect = ACCEPTABLE, desc = "Each is in one of the deques.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    abstract static class Exchange {
        private final WorkDeque<Item> first;
        private final WorkDeque<Item> second;

        Exchange(WorkDeque<Item> first, WorkDeque<Item> second) {
            this.first = first;
            this.second = second;
            for (int i = 1; i <= 3; i++) {
                first.push(new Item(i));
                second.push(new Item(i + 3));
            }
        }

        final void firstSteals() {
            second.stealer().stealBatch(first);
        }

        final void secondSteals() {
            first.stealer().stealBatch(second);
        }

        /** The contents of both, as digits, in ascending order. */
        final int allSorted() {
            String all = Item.drain(first) + "" + Item.drain(second);
            return all.chars().filter(digit -> digit != '0').sorted().reduce(0, (sum, digit) -> sum * 10 + digit - '0');
        }
    }

    @JCStressTest
    @State
    public static class LifoLifo extends Exchange {
        public LifoLifo() {
            super(WorkDeque.lifo(), WorkDeque.lifo());
        }

        @Actor
        public void first() {
            firstSteals();
        }

        @Actor
        public void second() {
            secondSteals();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = allSorted();
        }
    }

    @JCStressTest
    @State
    public static class FifoFifo extends Exchange {
        public FifoFifo() {
            super(WorkDeque.fifo(), WorkDeque.fifo());
        }

        @Actor
        public void first() {
            firstSteals();
        }

        @Actor
        public void second() {
            secondSteals();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = allSorted();
        }
    }

    @JCStressTest
    @State
    public static class LifoFifo extends Exchange {
        public LifoFifo() {
            super(WorkDeque.lifo(), WorkDeque.fifo());
        }

        @Actor
        public void first() {
            firstSteals();
        }

        @Actor
        public void second() {
            secondSteals();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = allSorted();
        }
    }
}
