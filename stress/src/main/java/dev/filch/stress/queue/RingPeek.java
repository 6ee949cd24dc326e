package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Peek and the iterator read slots that they do not own, while others take what is there and fill the slot again. They
 * must show elements with their contents and in their order, and peek only what was at the head; and what they have
 * looked at must still be there, once.
 */
public final class RingPeek {

    private RingPeek() {}

    @JCStressTest
    @Outcome(id = {"1, 1, 2", "1, -1, 2", "1, 2, 2", "-1, -1, 2", "-1, 2, 2", "2, 2, 2"},
            expect = ACCEPTABLE, desc = "Time went on, or stood still.")
    @Outcome(expect = FORBIDDEN, desc = "Back in time, an element without its content, or lost.")
    @State
    public static class PeekTwice extends RingForceOfferOneSlot.OneSlot {
        @Actor
        public void changer() {
            poll();
            offer(2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = peek();
            r.r2 = peek();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** The slot that was at the head is filled again while a second element has become the head. */
    @JCStressTest
    @Outcome(id = "1, 23", expect = ACCEPTABLE, desc = "The first was at the head.")
    @Outcome(id = "2, 23", expect = ACCEPTABLE, desc = "The second was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "The third never was; or an element without its content, or lost.")
    @State
    public static class PeekIntoNextLap extends RingFreedRun.Full {
        @Actor
        public void changer() {
            poll();
            offer(3);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = peek();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }

    /** Nobody else takes anything: what was seen must be what is taken. */
    @JCStressTest
    @Outcome(id = "-1, -1, 1", expect = ACCEPTABLE, desc = "It was not there yet; then there was no room for another.")
    @Outcome(id = {"-1, 1, 0", "-1, 1, 2"}, expect = ACCEPTABLE, desc = "It was not there yet, and then it was.")
    @Outcome(id = {"1, 1, 0", "1, 1, 2"}, expect = ACCEPTABLE, desc = "The same both times.")
    @Outcome(expect = FORBIDDEN, desc = "Something else, an element without its content, or lost.")
    @State
    public static class PeekThenPoll extends RingActions {
        public PeekThenPoll() {
            super(MpmcRing.padded(1));
        }

        @Actor
        public void producer() {
            offer(1);
            offer(2);
        }

        @Actor
        public void onlyConsumer(III_Result r) {
            r.r1 = peek();
            r.r2 = poll();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"12, 23", "2, 23", "23, 23", "123, 23"}, expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, an element without its content, or lost.")
    @State
    public static class Iteration extends RingFreedRun.Full {
        @Actor
        public void changer() {
            poll();
            offer(3);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = iterate();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = left();
        }
    }
}
