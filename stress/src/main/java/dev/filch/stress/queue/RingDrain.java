package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Consumers, at least one of them with a batch: each element has one taker, and the batch is in order. Those who only
 * look see what the batch has left.
 */
public final class RingDrain {

    private RingDrain() {}

    /** Three elements. */
    abstract static class Three extends RingActions {
        Three() {
            super(MpmcRing.padded(4), 1, 2, 3);
        }
    }

    /** Three elements, one of them for a single consumer. */
    @Outcome(id = "1, 23, 0", expect = ACCEPTABLE, desc = "The single one came first.")
    @Outcome(id = "3, 12, 0", expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    abstract static class SingleAgainstBatch extends Three {}

    @JCStressTest
    @State
    public static class PollAgainstDrain extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class RelaxedPollAgainstDrain extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = relaxedPoll();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class PollAgainstPollAll extends SingleAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = pollAll(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    /** Three elements for two batches. */
    @Outcome(id = "12, 3, 0", expect = ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "3, 12, 0", expect = ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    abstract static class BatchAgainstBatch extends Three {}

    @JCStressTest
    @State
    public static class PollAllAgainstPollAll extends BatchAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = pollAll(2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = pollAll(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @State
    public static class DrainAgainstDrain extends BatchAgainstBatch {
        @Actor
        public void first(III_Result r) {
            r.r1 = drain(2);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 12, 3", "3, 12, 3"}, expect = ACCEPTABLE, desc = "What was at the head.")
    @Outcome(expect = FORBIDDEN, desc = "What never was at the head, or lost.")
    @State
    public static class PeekAgainstDrain extends Three {
        @Actor
        public void first(III_Result r) {
            r.r1 = peek();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"123, 12, 3", "23, 12, 3", "13, 12, 3", "3, 12, 3"},
            expect = ACCEPTABLE, desc = "What was there, in order.")
    @Outcome(expect = FORBIDDEN, desc = "Out of order, or lost.")
    @State
    public static class IterationAgainstDrain extends Three {
        @Actor
        public void first(III_Result r) {
            r.r1 = iterate();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = drain(2);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2, 3, 0", "2, 1, 3, 0"}, expect = ACCEPTABLE, desc = "Both polls came first.")
    @Outcome(id = {"1, -1, 23, 0", "-1, 1, 23, 0"}, expect = ACCEPTABLE, desc = "The batch came between.")
    @Outcome(id = {"3, -1, 12, 0", "-1, 3, 12, 0"}, expect = ACCEPTABLE, desc = "The batch came first.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice or out of order.")
    @State
    public static class DrainAgainstTwoPolls extends Three {
        @Actor
        public void first(IIII_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = poll();
        }

        @Actor
        public void batch(IIII_Result r) {
            r.r3 = drain(2);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = left();
        }
    }
}
