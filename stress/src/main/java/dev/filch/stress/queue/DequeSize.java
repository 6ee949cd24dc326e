package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The size and the test for emptiness, while the owner pushes and pops and thieves steal.
 */
public final class DequeSize {

    private DequeSize() {}

    @JCStressTest
    @Outcome(id = {"0, 2, 2, 1", "0, 1, 2, 1"}, expect = ACCEPTABLE, desc = "The oldest was there all the time.")
    @Outcome(expect = FORBIDDEN, desc = "Empty although it never was, or lost.")
    @State
    public static class LifoNotEmptyAgainstPop extends DequeActions {
        public LifoNotEmptyAgainstPop() {
            super(WorkDeque.lifo(), 1, 2);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r3 = pop();
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** The oldest of two is taken. */
    @Outcome(id = {"0, 2, 1, 2", "0, 1, 1, 2"}, expect = ACCEPTABLE, desc = "The newest was there all the time.")
    @Outcome(expect = FORBIDDEN, desc = "Empty although it never was, or lost.")
    abstract static class NotEmpty extends DequeActions {
        NotEmpty(WorkDeque<Item> deque) {
            super(deque, 1, 2);
        }
    }

    @JCStressTest
    @State
    public static class FifoNotEmptyAgainstPop extends NotEmpty {
        public FifoNotEmptyAgainstPop() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r3 = pop();
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class LifoNotEmptyAgainstSteal extends NotEmpty {
        public LifoNotEmptyAgainstSteal() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r3 = steal();
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoNotEmptyAgainstSteal extends NotEmpty {
        public FifoNotEmptyAgainstSteal() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r3 = steal();
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** What is reserved counts as there. */
    @JCStressTest
    @Outcome(id = {"0, 3, 12, 3", "0, 1, 12, 3"}, expect = ACCEPTABLE, desc = "With the batch, or without.")
    @Outcome(expect = FORBIDDEN, desc = "Half of the batch, empty although it never was, or lost.")
    @State
    public static class LifoNotEmptyAgainstBatch extends DequeActions {
        public LifoNotEmptyAgainstBatch() {
            super(WorkDeque.lifo(), 1, 2, 3);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r3 = batchAndPop();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** The owner moves the bottom out of the way and back again. */
    @JCStressTest
    @Outcome(id = {"0, 0, 1, 0", "0, 1, 1, 0", "1, 1, 1, 0"}, expect = ACCEPTABLE, desc = "It was there, and then not.")
    @Outcome(expect = FORBIDDEN, desc = "Empty, and then not; or lost.")
    @State
    public static class LifoEmptyAgainstPopOfLast extends DequeActions {
        public LifoEmptyAgainstPopOfLast() {
            super(WorkDeque.lifo(), 1);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = isEmpty();
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r3 = pop();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** Nothing is there. */
    @Outcome(id = {"1, 0, -1, 1", "1, 0, 1, 0", "1, 1, 1, 0"},
            expect = ACCEPTABLE, desc = "It came after the first look, or after all.")
    @Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "It was there.")
    @Outcome(expect = FORBIDDEN, desc = "Seen and then gone, or lost.")
    abstract static class EmptyAgainstPush extends DequeActions {
        EmptyAgainstPush(WorkDeque<Item> deque) {
            super(deque);
        }
    }

    @JCStressTest
    @State
    public static class LifoEmptyAgainstPush extends EmptyAgainstPush {
        public LifoEmptyAgainstPush() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner() {
            push(1);
        }

        @Actor
        public void onlyThief(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = steal();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoEmptyAgainstPush extends EmptyAgainstPush {
        public FifoEmptyAgainstPush() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner() {
            push(1);
        }

        @Actor
        public void onlyThief(IIII_Result r) {
            r.r1 = isEmpty();
            r.r2 = size();
            r.r3 = steal();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** The owner of a fifo deque overshoots when it finds nothing. */
    @Outcome(id = "[01], [01], 0", expect = ACCEPTABLE, desc = "An estimate within the bounds.")
    @Outcome(expect = FORBIDDEN, desc = "Less than nothing, more than ever was there, or not all taken.")
    abstract static class SizeAgainstPopOfNothing extends DequeActions {
        SizeAgainstPopOfNothing(WorkDeque<Item> deque) {
            super(deque);
        }
    }

    @JCStressTest
    @State
    public static class LifoSizeAgainstPopOfNothing extends SizeAgainstPopOfNothing {
        public LifoSizeAgainstPopOfNothing() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner() {
            pop();
            push(1);
            pop();
            pop();
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = size();
            r.r2 = size();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoSizeAgainstPopOfNothing extends SizeAgainstPopOfNothing {
        public FifoSizeAgainstPopOfNothing() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner() {
            pop();
            push(1);
            pop();
            pop();
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = size();
            r.r2 = size();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }
}
