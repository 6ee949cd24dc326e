package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Each element is taken once. A consumer that finds the slot at the head still empty waits for its producer. Nobody may
 * be told "empty" while an element that was put in before is there.
 */
public final class InjectorTwoPollers {

    private InjectorTwoPollers() {}

    @JCStressTest
    @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "The first took it.")
    @Outcome(id = "-1, 1, 0", expect = ACCEPTABLE, desc = "The second took it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class OneElement {
        private final Injector<Item> injector = new Injector<>();

        public OneElement() {
            injector.push(new Item(1));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = Item.valueOf(injector.poll());
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "In the order of the actors.")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoElements {
        private final Injector<Item> injector = new Injector<>();

        public TwoElements() {
            injector.push(new Item(1));
            injector.push(new Item(2));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = Item.valueOf(injector.poll());
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
        }
    }

    /**
     * Whose push is complete, and who is the only consumer, must see and find something, whatever another producer is
     * at.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 5", expect = ACCEPTABLE, desc = "The other's element came first.")
    @Outcome(id = "5, 5, 1", expect = ACCEPTABLE, desc = "The own element came first.")
    @Outcome(expect = FORBIDDEN, desc = "Empty, although the own push was complete; something else; or lost.")
    @State
    public static class OwnPushThenPoll extends InjectorActions {
        @Actor
        public void other() {
            offer(1);
        }

        @Actor
        public void producerAndOnlyConsumer(III_Result r) {
            offer(5);
            r.r1 = peek();
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** The pollers wait at the slot that is being filled, and then race for it. */
    @JCStressTest
    @Outcome(id = "-1, -1, 12", expect = ACCEPTABLE, desc = "Both came first.")
    @Outcome(id = {"1, -1, 2", "-1, 1, 2"}, expect = ACCEPTABLE, desc = "One of them took the first.")
    @Outcome(id = {"1, 2, 0", "2, 1, 0"}, expect = ACCEPTABLE, desc = "They took both.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class PollersAgainstProducer {
        private final Injector<Item> injector = new Injector<>();

        @Actor
        public void producer() {
            injector.push(new Item(1));
            injector.push(new Item(2));
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = Item.valueOf(injector.poll());
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(injector);
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
        private final Injector<Item> injector = new Injector<>();

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
}
