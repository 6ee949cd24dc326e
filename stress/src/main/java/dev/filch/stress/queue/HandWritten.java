package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Tests of one structure that a row of the table cannot express. */
public final class HandWritten {

    private HandWritten() {}

    /** The producer that fills a freed slot sees what the consumer did before its poll. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "The ring was still full.")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "The producer saw what the consumer had done.")
    @Outcome(expect = FORBIDDEN, desc = "The slot was free, but the producer missed the consumer's write.")
    @State
    public static class RingHandsBackASlot extends RingActions {
        private int done;

        public RingHandsBackASlot() {
            super(MpmcRing.padded(1), 1);
        }

        @Actor
        public void consumer() {
            done = 1;
            poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = offer(2);
            r.r2 = done;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Math.max(0, poll());
        }
    }

    /** A batch larger than the number of tickets taken at once, so a close may come in the middle. */
    @JCStressTest
    @Outcome(id = "66, 66", expect = ACCEPTABLE, desc = "All were accepted.")
    @Outcome(id = "64, 64", expect = ACCEPTABLE, desc = "The rest was refused.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "All were refused.")
    @Outcome(expect = FORBIDDEN, desc = "An element was accepted but lost, or refused but added.")
    @State
    public static class InjectorClosesInALongBatch extends InjectorActions {
        public InjectorClosesInALongBatch() {
            super(new Injector<>());
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = offerAll(new int[66]);
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = size();
        }
    }
}
