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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A batch is claimed with one compare-and-set of the head. Whatever others take or put in meanwhile, each element has
 * one taker, and the batch keeps its order.
 */
public final class InjectorBatch {

    private InjectorBatch() {}

    @JCStressTest
    @Outcome(id = "1, 23, 4", expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class BatchAgainstPoll {
        private final Injector<Item> injector = new Injector<>();
        private final WorkDeque<Item> deque = WorkDeque.lifo();

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
            r.r2 = Item.popAll(deque);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    @JCStressTest
    @Outcome(id = "12, 3, 4", expect = ACCEPTABLE, desc = "Half of four, then half of two.")
    @Outcome(id = "3, 12, 4", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class BatchAgainstBatch {
        private final Injector<Item> injector = new Injector<>();
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        public BatchAgainstBatch() {
            for (int i = 1; i <= 4; i++) {
                injector.push(new Item(i));
            }
        }

        @Actor
        public void first(III_Result r) {
            injector.stealBatch(deque);
            r.r1 = Item.popAll(deque);
        }

        @Actor
        public void second(III_Result r) {
            WorkDeque<Item> own = WorkDeque.lifo();
            injector.stealBatch(own);
            r.r2 = Item.popAll(own);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    /** The batch may find slots that are claimed but not yet filled. */
    @JCStressTest
    @Outcome(id = {"1, 0, 234", "1, 2, 34"}, expect = ACCEPTABLE, desc = "Half of what was there.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class BatchAndPopAgainstPushes {
        private final Injector<Item> injector = new Injector<>();
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        public BatchAndPopAgainstPushes() {
            for (int i = 1; i <= 2; i++) {
                injector.push(new Item(i));
            }
        }

        @Actor
        public void producer() {
            injector.push(new Item(3));
            injector.push(new Item(4));
        }

        @Actor
        public void batch(III_Result r) {
            r.r1 = Item.valueOf(injector.stealBatchAndPop(deque));
            r.r2 = Item.popAll(deque);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    /** Half of three is two, and the second may have a ticket but not be filled yet when the third is. */
    @JCStressTest
    @Outcome(id = {"1, 0, 23", "1, 0, 32"}, expect = ACCEPTABLE, desc = "Nothing else was there yet.")
    @Outcome(id = {"1, 2, 3", "1, 3, 2"}, expect = ACCEPTABLE, desc = "Half of three.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or an element without its content.")
    @State
    public static class BatchOfUnfinishedPushes {
        private final Injector<Item> injector = new Injector<>();
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        public BatchOfUnfinishedPushes() {
            injector.push(new Item(1));
        }

        @Actor
        public void producerOne() {
            injector.push(new Item(2));
        }

        @Actor
        public void producerTwo() {
            injector.push(new Item(3));
        }

        @Actor
        public void batch(III_Result r) {
            r.r1 = Item.valueOf(injector.stealBatchAndPop(deque));
            r.r2 = Item.popAll(deque);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }
}
