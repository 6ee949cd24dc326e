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
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A push that tells whether others may need waking: a thief that has said it is about to sleep, and then looks once
 * more, must find the element or be woken; or another thief takes an older one, looks again, and finds it.
 */
public final class DequeTell {

    private DequeTell() {}

    /** Nothing was there before. */
    @Outcome(id = "1, -1, 1", expect = ACCEPTABLE, desc = "It was woken.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It found the element.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Both.")
    @Outcome(expect = FORBIDDEN, desc = "The wake-up is lost, or the element.")
    abstract static class TellAgainstSleep extends DequeActions {
        private volatile int asleep;

        TellAgainstSleep(WorkDeque<Item> deque, int... contents) {
            super(deque, contents);
        }

        final void goToSleep() {
            asleep = 1;
        }

        final int asleep() {
            return asleep;
        }
    }

    @JCStressTest
    @State
    public static class LifoTellAgainstSleep extends TellAgainstSleep {
        public LifoTellAgainstSleep() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pushAndTell(1) & asleep();
        }

        @Actor
        public void sleeper(III_Result r) {
            goToSleep();
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoTellAgainstSleep extends TellAgainstSleep {
        public FifoTellAgainstSleep() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pushAndTell(1) & asleep();
        }

        @Actor
        public void sleeper(III_Result r) {
            goToSleep();
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = stealAll();
        }
    }

    /** An older one is there, whose thief looks again. */
    @Outcome(id = "0, 1, 2, 0", expect = ACCEPTABLE, desc = "An older one was there, and its thief came again.")
    @Outcome(id = "1, 1, 2, 0", expect = ACCEPTABLE, desc = "The older one was gone.")
    @Outcome(id = "1, 1, -1, 2", expect = ACCEPTABLE, desc = "The older one was gone, and nobody has come since.")
    @Outcome(expect = FORBIDDEN, desc = "Nobody comes for the element, or it is lost.")
    abstract static class TellAgainstSteals extends DequeActions {
        TellAgainstSteals(WorkDeque<Item> deque) {
            super(deque, 1);
        }
    }

    @JCStressTest
    @State
    public static class LifoTellAgainstSteals extends TellAgainstSteals {
        public LifoTellAgainstSteals() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pushAndTell(2);
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = steal();
            r.r3 = steal();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoTellAgainstSteals extends TellAgainstSteals {
        public FifoTellAgainstSteals() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pushAndTell(2);
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = steal();
            r.r3 = steal();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    /** Two older ones are there, whose thief comes with batches until it finds nothing. */
    @Outcome(id = "[01], 12, 3, 0, 0", expect = ACCEPTABLE, desc = "Half of three, and then the rest.")
    @Outcome(id = "[01], 1, 2, 3, 0", expect = ACCEPTABLE, desc = "Half of two, and then one by one.")
    @Outcome(id = "1, 1, 2, 0, 3", expect = ACCEPTABLE, desc = "The older ones were gone, and nobody has come since.")
    @Outcome(expect = FORBIDDEN, desc = "Nobody comes for the element, or it is lost.")
    abstract static class TellAgainstBatches extends DequeActions {
        TellAgainstBatches(WorkDeque<Item> deque) {
            super(deque, 1, 2);
        }
    }

    @JCStressTest
    @State
    public static class LifoTellAgainstBatches extends TellAgainstBatches {
        public LifoTellAgainstBatches() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner(IIIII_Result r) {
            r.r1 = pushAndTell(3);
        }

        @Actor
        public void thief(IIIII_Result r) {
            r.r2 = batch();
            r.r3 = batch();
            r.r4 = batch();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = stealAll();
        }
    }

    @JCStressTest
    @State
    public static class FifoTellAgainstBatches extends TellAgainstBatches {
        public FifoTellAgainstBatches() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(IIIII_Result r) {
            r.r1 = pushAndTell(3);
        }

        @Actor
        public void thief(IIIII_Result r) {
            r.r2 = batchAndPop();
            r.r3 = batchAndPop();
            r.r4 = batchAndPop();
        }

        @Arbiter
        public void rest(IIIII_Result r) {
            r.r5 = stealAll();
        }
    }

    /** All three at once; the sleeper looks again, too, if it has found something. */
    @JCStressTest
    @Outcome(id = {"[01], 12, 0, 0", "[01], 0, 12, 0", "[01], 1, 2, 0", "[01], 2, 1, 0"},
            expect = ACCEPTABLE, desc = "Both were found.")
    @Outcome(id = {"1, 1, 0, 2", "1, 0, 1, 2"}, expect = ACCEPTABLE, desc = "The sleeper is woken for the second.")
    @Outcome(expect = FORBIDDEN, desc = "The wake-up is lost, or an element.")
    @State
    public static class TellAgainstThiefAndSleeper extends TellAgainstSleep {
        public TellAgainstThiefAndSleeper() {
            super(WorkDeque.lifo(), 1);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pushAndTell(2) & asleep();
        }

        @Actor
        public void thief(IIII_Result r) {
            r.r2 = stealAll();
        }

        @Actor
        public void sleeper(IIII_Result r) {
            goToSleep();
            r.r3 = stealAll();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = stealAll();
        }
    }

    @JCStressTest
    @JCStressMeta(DequeLastElement.PushPopAgainstSteal.class)
    @State
    public static class LifoTellThenPop extends DequeActions {
        public LifoTellThenPop() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner(III_Result r) {
            pushAndTell(1);
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }

    @JCStressTest
    @JCStressMeta(DequeLastElement.PushPopAgainstSteal.class)
    @State
    public static class FifoTellThenPop extends DequeActions {
        public FifoTellThenPop() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(III_Result r) {
            pushAndTell(1);
            r.r1 = pop();
        }

        @Actor
        public void thief(III_Result r) {
            r.r2 = steal();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = leftAnd(9);
        }
    }
}
