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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a producer wrote before its offer must be seen by whoever gets the element, one by one or in a batch; and the
 * elements of one producer come in its order.
 */
public final class InjectorPublication {

    private InjectorPublication() {}

    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "The poll came first.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "The element came without its content, or is lost.")
    @State
    public static class PushAgainstPoll {
        private final Injector<Item> injector = new Injector<>();

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

    /** A worker takes a batch, and another steals from that worker: the content must come all the way. */
    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "It was not there yet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "The element came without its content, or is lost.")
    @State
    public static class PushAgainstSteal {
        private final Injector<Item> injector = new Injector<>();
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        @Actor
        public void producer() {
            injector.push(new Item(1));
        }

        @Actor
        public void worker() {
            injector.stealBatch(deque);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(injector) + Item.drain(deque);
        }
    }

    /** A poll may come before the first push, between the two, or behind both. */
    @JCStressTest
    @Outcome(id = "-1, -1, 12", expect = ACCEPTABLE, desc = "Both polls came first.")
    @Outcome(id = {"-1, 1, 2", "1, -1, 2"}, expect = ACCEPTABLE, desc = "One poll found something.")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "Both did, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, out of order, or an element without its content.")
    @State
    public static class TwoPushesAgainstTwoPolls {
        private final Injector<Item> injector = new Injector<>();

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

    /** Nobody else takes anything: what was seen must be what is taken. */
    @JCStressTest
    @Outcome(id = {"-1, -1, 12", "-1, 1, 2", "1, 1, 2"},
            expect = ACCEPTABLE, desc = "The same, unless it was not there yet.")
    @Outcome(expect = FORBIDDEN, desc = "Something else, an element without its content, or lost.")
    @State
    public static class PeekThenPoll {
        private final Injector<Item> injector = new Injector<>();

        @Actor
        public void producer() {
            injector.push(new Item(1));
            injector.push(new Item(2));
        }

        @Actor
        public void onlyConsumer(III_Result r) {
            r.r1 = Item.valueOf(injector.peek());
            r.r2 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }
}
