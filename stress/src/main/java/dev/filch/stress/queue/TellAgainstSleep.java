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
 * A push that tells whether others may need waking: a thief that has said it is about to sleep, and then steals once
 * more, must find the element or be woken.
 */
public final class TellAgainstSleep {

    private TellAgainstSleep() {}

    /** A deque, and whether a thief sleeps. */
    @Outcome(id = "1, -1, 1", expect = ACCEPTABLE, desc = "It was woken.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It found the element.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Both.")
    @Outcome(expect = FORBIDDEN, desc = "It sleeps beside an element, or the element was lost.")
    abstract static class Sleeper extends DequeActions {
        private volatile int asleep;

        Sleeper(WorkDeque<Element> deque, int... contents) {
            super(deque, contents);
        }

        final void goToSleep() {
            asleep = 1;
        }

        /** Whether the push tells a thief that sleeps. */
        final int pushAndWake(int value) {
            return pushAndTell(value) & asleep;
        }
    }

    @JCStressTest
    @State
    public static class Lifo extends Sleeper {
        public Lifo() {
            super(WorkDeque.lifo());
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pushAndWake(1);
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
    public static class Fifo extends Sleeper {
        public Fifo() {
            super(WorkDeque.fifo());
        }

        @Actor
        public void owner(III_Result r) {
            r.r1 = pushAndWake(1);
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

    /** Another thief is there; the sleeper steals again, too, if it has found something. */
    @JCStressTest
    @Outcome(id = {"[01], 12, 0, 0", "[01], 0, 12, 0", "[01], 1, 2, 0", "[01], 2, 1, 0"},
            expect = ACCEPTABLE, desc = "Both were found.")
    @Outcome(id = {"1, 1, 0, 2", "1, 0, 1, 2"}, expect = ACCEPTABLE, desc = "The sleeper is woken for the second.")
    @State
    public static class BesideAThief extends Sleeper {
        public BesideAThief() {
            super(WorkDeque.lifo(), 1);
        }

        @Actor
        public void owner(IIII_Result r) {
            r.r1 = pushAndWake(2);
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
}
