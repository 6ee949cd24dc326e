package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The end of a segment: producers append the next one and consumers move on to it, while others still hold the old
 * one. The injectors are moved up to that place before the actors start.
 */
public final class InjectorBoundary {

    private InjectorBoundary() {}

    /** The second element goes into a new segment. */
    @JCStressTest
    @Outcome(id = "-1, -1, 12", expect = ACCEPTABLE, desc = "The polls came first.")
    @Outcome(id = {"1, -1, 2", "-1, 1, 2"}, expect = ACCEPTABLE, desc = "One was taken.")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "Both were taken, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PushesAgainstPolls {
        private final Injector<Item> injector = beforeBoundary(1);

        @Actor
        public void producer() {
            injector.push(new Item(1));
            injector.push(new Item(2));
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = Item.valueOf(injector.poll());
            r.r2 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    /** Both may have to append the segment. */
    @JCStressTest
    @Outcome(id = {"12", "21"}, expect = ACCEPTABLE, desc = "Both are in.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class TwoProducers {
        private final Injector<Item> injector = beforeBoundary(0);

        @Actor
        public void first() {
            injector.push(new Item(1));
        }

        @Actor
        public void second() {
            injector.push(new Item(2));
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = Item.drain(injector);
        }
    }

    /**
     * One element before it, two after: one poller may go on to the next segment while the other looks at the first.
     */
    @JCStressTest
    @Outcome(id = {"1, 2, 3, 0", "1, 3, 2, 0", "2, 3, 1, 0"}, expect = ACCEPTABLE, desc = "Each in order.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class TwoPollers {
        private final Injector<Item> injector = beforeBoundary(1);

        public TwoPollers() {
            injector.push(new Item(1));
            injector.push(new Item(2));
            injector.push(new Item(3));
        }

        @Actor
        public void first(IIII_Result r) {
            r.r1 = Item.valueOf(injector.poll());
            r.r2 = Item.valueOf(injector.poll());
        }

        @Actor
        public void second(IIII_Result r) {
            r.r3 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(injector);
        }
    }

    /** Everything up to the boundary is taken: the poll looks for a segment that the push is appending. */
    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The poll found it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or without its content.")
    @State
    public static class PushAgainstPollOfNothing {
        private final Injector<Item> injector = beforeBoundary(0);

        @Actor
        public void producer() {
            injector.push(new Item(1));
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(injector);
        }
    }

    @JCStressTest
    @Outcome(id = {"-1, -1, 12", "-1, -1, 21"}, expect = ACCEPTABLE, desc = "Both polls came first.")
    @Outcome(id = {"1, -1, 2", "2, -1, 1", "-1, 1, 2", "-1, 2, 1"},
            expect = ACCEPTABLE, desc = "One poll found something.")
    @Outcome(id = {"1, 2, 0", "2, 1, 0"}, expect = ACCEPTABLE, desc = "Both did.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoProducersTwoPollers {
        private final Injector<Item> injector = beforeBoundary(1);

        @Actor
        public void producerOne() {
            injector.push(new Item(1));
        }

        @Actor
        public void producerTwo() {
            injector.push(new Item(2));
        }

        @Actor
        public void consumerOne(III_Result r) {
            r.r1 = Item.valueOf(injector.poll());
        }

        @Actor
        public void consumerTwo(III_Result r) {
            r.r2 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    /** A batch ends with its segment, and another begins after it. */
    @JCStressTest
    @Outcome(id = "1, 2, 34",
            expect = ACCEPTABLE, desc = "The poll came first; the batch got what was left of the segment.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class BatchAgainstPoll {
        private final Injector<Item> injector = beforeBoundary(2);
        private final WorkDeque<Item> deque = WorkDeque.fifo();

        public BatchAgainstPoll() {
            for (int i = 1; i <= 4; i++) {
                injector.push(new Item(i));
            }
        }

        @Actor
        public void single(III_Result r) {
            r.r1 = Item.valueOf(injector.poll());
        }

        @Actor
        public void batch(III_Result r) {
            injector.stealBatch(deque);
            r.r2 = Item.drain(deque);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    /** The first segment has this many slots. */
    private static final int SEGMENT = 16;

    /** An empty injector with so many free slots before its next segment begins. */
    private static Injector<Item> beforeBoundary(int free) {
        Injector<Item> injector = new Injector<>();
        Item passing = new Item(1);
        for (int i = free; i < SEGMENT; i++) {
            injector.push(passing);
            injector.poll();
        }
        return injector;
    }
}
