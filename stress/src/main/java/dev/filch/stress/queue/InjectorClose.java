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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Closing decides for each element: it was accepted, and will be received, or it was refused, and will not. Who is
 * refused finds the injector closed; who finds it closed and then empty may rely on nothing coming any more.
 */
public final class InjectorClose {

    private InjectorClose() {}

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Accepted and received.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Refused, and not there.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and there.")
    @State
    public static class OfferAgainstClose {
        private final Injector<Item> injector = new Injector<>();

        @Actor
        public void producer(II_Result r) {
            r.r1 = injector.offer(new Item(1)) ? 1 : 0;
        }

        @Actor
        public void closer() {
            injector.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(injector);
        }
    }

    /** The offer needs a new segment. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Accepted and received.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Refused, and not there.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and there.")
    @State
    public static class OfferAgainstCloseAtBoundary {
        private final Injector<Item> injector = new Injector<>();

        public OfferAgainstCloseAtBoundary() {
            Item passing = new Item(1);
            for (int i = 0; i < 16; i++) {
                injector.push(passing);
                injector.poll();
            }
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = injector.offer(new Item(1)) ? 1 : 0;
        }

        @Actor
        public void closer() {
            injector.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Item.drain(injector);
        }
    }

    /**
     * Who finds it closed is refused, and who is refused finds it closed. The iterator looks for what was accepted: a
     * poll would wait for ever if closing had taken the ticket back.
     */
    @JCStressTest
    @Outcome(id = {"0, 1, 0, 1", "0, 1, 1, 1"},
            expect = ACCEPTABLE, desc = "Accepted and there, and closed before or after the second look.")
    @Outcome(id = "[01], 0, 1, 0", expect = ACCEPTABLE, desc = "Refused, and closed.")
    @Outcome(id = "[01], 0, 0, 0", expect = FORBIDDEN, desc = "Refused, but not closed.")
    @Outcome(id = "1, 1, [01], [01]", expect = FORBIDDEN, desc = "Closed, but accepted.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and there.")
    @State
    public static class RefusedIfClosed extends InjectorActions {
        @Actor
        public void producer(IIII_Result r) {
            r.r1 = isClosed();
            r.r2 = offer(1);
            r.r3 = isClosed();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = iterate();
        }
    }

    /** A worker that ends when it finds the injector closed and then empty leaves nothing behind. */
    @JCStressTest
    @Outcome(id = "0, [01], -1, 0", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(id = {"1, 0, -1, 1", "1, [01], 1, 0"},
            expect = ACCEPTABLE, desc = "Accepted, and taken by the worker or left by one that did not see the end.")
    @Outcome(id = "1, 1, -1, 1", expect = FORBIDDEN, desc = "The worker saw the end, and something came after it.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class ClosedAndEmptyIsForGood {
        private final Injector<Item> injector = new Injector<>();

        @Actor
        public void producer(IIII_Result r) {
            r.r1 = injector.offer(new Item(1)) ? 1 : 0;
        }

        @Actor
        public void closer() {
            injector.close();
        }

        @Actor
        public void worker(IIII_Result r) {
            r.r2 = injector.isClosed() ? 1 : 0;
            r.r3 = Item.valueOf(injector.poll());
        }

        @Arbiter
        public void rest(IIII_Result r) {
            r.r4 = Item.drain(injector);
        }
    }
}
