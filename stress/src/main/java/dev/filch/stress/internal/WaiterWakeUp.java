package dev.filch.stress.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.internal.Waiter;
import dev.filch.internal.WaiterList;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The list of parked threads, without parking. A thread that enlists and then finds no work must be on the list that a
 * later notifier reads. Each entry is removed by exactly one party.
 */
public final class WaiterWakeUp {

    private WaiterWakeUp() {}

    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "At least one has seen the other.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The wake-up was lost.")
    @Outcome(expect = FORBIDDEN, desc = "There is no other outcome.")
    @State
    public static class EnlistAgainstWake {
        private final WaiterList waiters = new WaiterList();
        private volatile boolean condition;

        @Actor
        public void waiter(II_Result r) {
            waiters.enlist();
            r.r1 = condition ? 1 : 0;
        }

        @Actor
        public void notifier(II_Result r) {
            condition = true;
            r.r2 = waiters.wakeOne() ? 1 : 0;
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "It was cancelled in time.")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "It was notified.")
    @Outcome(expect = FORBIDDEN, desc = "Both or neither happened, or the entry is still on the list.")
    @State
    public static class CancelAgainstWake {
        private final WaiterList waiters = new WaiterList();
        private final Waiter entry = waiters.enlist();

        @Actor
        public void waiter(III_Result r) {
            r.r1 = waiters.cancel(entry) ? 1 : 0;
        }

        @Actor
        public void notifier(III_Result r) {
            r.r2 = waiters.wakeOne() ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = waiters.isEmpty() ? 1 : 0;
        }
    }

    /** A waiter in the middle of the list is cancelled while the one at the top is woken. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "One was cancelled, the other was notified.")
    @Outcome(expect = FORBIDDEN, desc = "One was lost, or is still on the list.")
    @State
    public static class CancelBelowAgainstWake {
        private final WaiterList waiters = new WaiterList();
        private final Waiter below = waiters.enlist();
        private final Waiter above = waiters.enlist();

        @Actor
        public void waiterBelow(III_Result r) {
            r.r1 = waiters.cancel(below) ? 1 : 0;
        }

        @Actor
        public void notifier(III_Result r) {
            r.r2 = waiters.wakeOne() ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = waiters.isEmpty() && !waiters.cancel(above) ? 1 : 0;
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Each notified one of the two.")
    @Outcome(expect = FORBIDDEN, desc = "One was notified twice or not at all.")
    @State
    public static class TwoWakesTwoWaiters {
        private final WaiterList waiters = new WaiterList();
        private final Waiter first = waiters.enlist();
        private final Waiter second = waiters.enlist();

        @Actor
        public void notifierOne(III_Result r) {
            r.r1 = waiters.wakeOne() ? 1 : 0;
        }

        @Actor
        public void notifierTwo(III_Result r) {
            r.r2 = waiters.wakeOne() ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = waiters.cancel(first) || waiters.cancel(second) ? 0 : 1;
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "One of them notified it.")
    @Outcome(expect = FORBIDDEN, desc = "It was notified twice or not at all.")
    @State
    public static class TwoWakesOneWaiter {
        private final WaiterList waiters = new WaiterList();

        public TwoWakesOneWaiter() {
            waiters.enlist();
        }

        @Actor
        public void notifierOne(II_Result r) {
            r.r1 = waiters.wakeOne() ? 1 : 0;
        }

        @Actor
        public void notifierTwo(II_Result r) {
            r.r2 = waiters.wakeAll();
        }
    }
}
