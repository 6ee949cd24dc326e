package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Two threads, two injectors: each puts something into one and then looks into the other. One of them has to find
 * something: this is what a worker relies on that announces that it will sleep, looks once more, and would sleep for
 * ever if both it and the submitter looked past each other. Nothing weaker than volatile order on claim and test
 * forbids that.
 */
public final class InjectorStoreBuffering {

    private InjectorStoreBuffering() {}

    @JCStressTest
    @Outcome(id = {"1, -1, 1, 0", "-1, 1, 0, 1", "1, 1, 0, 0"},
            expect = ACCEPTABLE, desc = "At least one saw the other's element.")
    @Outcome(id = "-1, -1, 1, 1", expect = FORBIDDEN, desc = "Both looked past each other.")
    @Outcome(expect = FORBIDDEN, desc = "An element came without its content, or is lost.")
    @State
    public static class PushThenPoll {
        private final Injector<Item> left = new Injector<>();
        private final Injector<Item> right = new Injector<>();

        @Actor
        public void leftThenRight(IIII_Result r) {
            left.push(new Item(1));
            r.r1 = Item.valueOf(right.poll());
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            right.push(new Item(1));
            r.r2 = Item.valueOf(left.poll());
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
    @Outcome(expect = FORBIDDEN, desc = "An element is lost.")
    @State
    public static class PushThenIsEmpty {
        private final Injector<Item> left = new Injector<>();
        private final Injector<Item> right = new Injector<>();

        @Actor
        public void leftThenRight(IIII_Result r) {
            left.push(new Item(1));
            r.r1 = right.isEmpty() ? 1 : 0;
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            right.push(new Item(1));
            r.r2 = left.isEmpty() ? 1 : 0;
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r3 = Item.drain(left);
            r.r4 = Item.drain(right);
        }
    }

    /** Taking out the last element, and then looking whether the other is empty. */
    @JCStressTest
    @Outcome(id = {"1, 0, 0, 0", "0, 1, 0, 0", "1, 1, 0, 0"},
            expect = ACCEPTABLE, desc = "At least one saw what the other had done.")
    @Outcome(id = "0, 0, 0, 0", expect = FORBIDDEN, desc = "Both looked past each other.")
    @Outcome(expect = FORBIDDEN, desc = "An element is there twice.")
    @State
    public static class PollThenIsEmpty {
        private final Injector<Item> left = new Injector<>();
        private final Injector<Item> right = new Injector<>();

        public PollThenIsEmpty() {
            left.push(new Item(1));
            right.push(new Item(1));
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            left.poll();
            r.r1 = right.isEmpty() ? 1 : 0;
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            right.poll();
            r.r2 = left.isEmpty() ? 1 : 0;
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r3 = Item.drain(left);
            r.r4 = Item.drain(right);
        }
    }
}
