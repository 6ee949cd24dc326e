package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Threads take credits and give them back. They never take more credits than exist, and a thread is refused only if
 * there was an instant without a free credit.
 */
public final class TakeAgainstGive {

    private TakeAgainstGive() {}

    private static int takes(QueueCredits credits) {
        return credits.tryTake() ? 1 : 0;
    }

    /** Threads that hold a credit for a moment. */
    private static final class Users {

        private final QueueCredits credits;
        private final AtomicInteger using = new AtomicInteger();

        Users(int capacity) {
            credits = new QueueCredits(capacity, 2);
        }

        /**
         * Takes a credit and gives it back as a worker. Returns the number of credits in use then, or 0 if no credit
         * was free.
         */
        int use(int worker) {
            if (!credits.tryTake()) {
                return 0;
            }
            int now = using.incrementAndGet();
            // Gives the others a chance to run meanwhile.
            Thread.yield();
            using.decrementAndGet();
            credits.give(worker);
            return now;
        }

        int used() {
            return credits.used();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, 0, 2", "1, 0, 1, 2", "0, 1, 1, 2"}, expect = ACCEPTABLE,
            desc = "Two of the three got a credit.")
    @Outcome(expect = FORBIDDEN, desc = "More or fewer credits were taken than exist.")
    @State
    public static class ThreeTakersTwoCredits {
        private final QueueCredits credits = new QueueCredits(2, 2);

        @Actor
        public void first(IIII_Result r) {
            r.r1 = takes(credits);
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = takes(credits);
        }

        @Actor
        public void third(IIII_Result r) {
            r.r3 = takes(credits);
        }

        @Arbiter
        public void used(IIII_Result r) {
            r.r4 = credits.used();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "One of them got it.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Both were refused before it was given back, and it is free.")
    @Outcome(expect = FORBIDDEN, desc = "It was taken twice, or lost.")
    @State
    public static class TwoTakersOneGiver {
        private final QueueCredits credits = new QueueCredits(1, 2);

        public TwoTakersOneGiver() {
            credits.tryTake();
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = takes(credits);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = takes(credits);
        }

        @Actor
        public void giver() {
            credits.give(1);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = takes(credits);
        }
    }

    /** The mover's credit moves from stripe to stripe, so a taker that reads one stripe after another may miss it. */
    @JCStressTest
    @Outcome(id = "4, 1, 2", expect = ACCEPTABLE, desc = "A credit was free all the time, and was found.")
    @Outcome(expect = FORBIDDEN, desc = "A thread was refused while a credit was free, or one was lost.")
    @State
    public static class TakerAgainstAMovingCredit {
        private final QueueCredits credits = new QueueCredits(2, 2);

        @Actor
        public void mover(III_Result r) {
            int taken = takes(credits);
            credits.giveShared();
            taken += takes(credits);
            credits.give(0);
            taken += takes(credits);
            credits.give(1);
            r.r1 = taken + takes(credits);
        }

        @Actor
        public void taker(III_Result r) {
            r.r2 = takes(credits);
        }

        @Arbiter
        public void used(III_Result r) {
            r.r3 = credits.used();
        }
    }

    /** One of the two credits is never given back. */
    @JCStressTest
    @Outcome(id = {"1, 1, 1", "0, 1, 1", "1, 0, 1"}, expect = ACCEPTABLE,
            desc = "They had it one after the other, or only one had it.")
    @Outcome(expect = FORBIDDEN, desc = "Both had it at the same time, or neither.")
    @State
    public static class TwoUsersOfTheLastCredit {
        private final Users users = new Users(2);

        public TwoUsersOfTheLastCredit() {
            users.credits.tryTake();
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = users.use(0);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = users.use(1);
        }

        @Arbiter
        public void used(III_Result r) {
            r.r3 = users.used();
        }
    }

    @JCStressTest
    @Outcome(id = "[12], [12], [12], 0", expect = ACCEPTABLE, desc = "Each got a credit.")
    @Outcome(id = {"0, [12], [12], 0", "[12], 0, [12], 0", "[12], [12], 0, 0"}, expect = ACCEPTABLE,
            desc = "The two others had both credits.")
    @Outcome(expect = FORBIDDEN, desc = "Three credits were in use, or two threads were refused.")
    @State
    public static class ThreeUsersOfTwoCredits {
        private final Users users = new Users(2);

        @Actor
        public void first(IIII_Result r) {
            r.r1 = users.use(0);
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = users.use(1);
        }

        @Actor
        public void third(IIII_Result r) {
            r.r3 = users.use(0);
        }

        @Arbiter
        public void used(IIII_Result r) {
            r.r4 = users.used();
        }
    }
}
