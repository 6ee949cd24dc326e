package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What the owner wrote before a push must be seen by the thief of that element, whichever way it is stolen. The
 * owner's push has no stronger order than this needs, so that a thief may still miss an element that was just pushed.
 */
public final class DequePublication {

    private DequePublication() {}

    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "The thief came first.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "The element came without its content, or is lost.")
    @State
    public static class PushAgainstSteal {
        private final WorkDeque<Item> deque = WorkDeque.lifo();

        @Actor
        public void owner() {
            deque.push(new Item(1));
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = Item.valueOf(deque.stealer().steal());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(deque);
        }
    }

    /** An owner that only pushes is nobody to lose to. */
    @JCStressTest
    @JCStressMeta(PushAgainstSteal.class)
    @State
    public static class PushAgainstOneAttempt extends DequeActions {
        public PushAgainstOneAttempt() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner() {
            push(1);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = trySteal();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = stealAll();
        }
    }

    /** A fifo deque, where a batch is read before it is claimed. */
    @JCStressTest
    @Outcome(id = "-1, 0, 123", expect = ACCEPTABLE, desc = "The thief came first.")
    @Outcome(id = "1, 0, 23", expect = ACCEPTABLE, desc = "One element, with its content.")
    @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "Three were there, so two were taken, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, out of order, or an element without its content.")
    @State
    public static class PushAgainstBatch {
        private final WorkDeque<Item> deque = WorkDeque.fifo();
        private final WorkDeque<Item> booty = WorkDeque.fifo();

        @Actor
        public void owner() {
            deque.push(new Item(1));
            deque.push(new Item(2));
            deque.push(new Item(3));
        }

        @Actor
        public void thief(III_Result r) {
            r.r1 = Item.valueOf(deque.stealer().stealBatchAndPop(booty));
            r.r2 = Item.drain(booty);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Item.drain(deque);
        }
    }

    /**
     * A thief puts what it stole into its own deque, from which another steals it: the content must come all the
     * way.
     */
    @JCStressTest
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "It was not there yet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "The element came without its content, or is lost.")
    @State
    public static class PassedOn {
        private final WorkDeque<Item> deque = WorkDeque.lifo();
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        @Actor
        public void owner() {
            deque.push(new Item(1));
        }

        @Actor
        public void thief() {
            deque.stealer().stealBatch(booty);
        }

        @Actor
        public void thiefOfTheThief(II_Result r) {
            r.r1 = Item.valueOf(booty.stealer().steal());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(deque) + Item.drain(booty);
        }
    }

    /** A batch comes to the thief's own deque at once, to be popped oldest first and so stolen newest first. */
    @JCStressTest
    @Outcome(id = "-1, 21, 34", expect = ACCEPTABLE, desc = "It was not there yet.")
    @Outcome(id = "2, 1, 34", expect = ACCEPTABLE, desc = "Both were there, with their contents.")
    @Outcome(expect = FORBIDDEN, desc = "Half of it, an element without its content, lost, or taken twice.")
    @State
    public static class BatchPassedOn extends DequeActions {
        private final WorkDeque<Item> booty = WorkDeque.lifo();

        public BatchPassedOn() {
            super(WorkDeque.lifo(), 1, 2, 3, 4);
        }

        @Actor
        public void thief() {
            batch(booty);
        }

        @Actor
        public void thiefOfTheThief(III_Result r) {
            r.r1 = Item.valueOf(booty.stealer().steal());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r2 = Item.drain(booty);
            r.r3 = stealAll();
        }
    }
}
