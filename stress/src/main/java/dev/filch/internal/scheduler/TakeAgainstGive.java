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
 * Threads take credits and give them back: never more than there are, and none is refused unless there was none at one
 * instant.
 */
public final class TakeAgainstGive {

    private TakeAgainstGive() {}

    private static int takes(QueueCredits credits) {
        return credits.tryTake() ? 1 : 0;
    }

    /** Takes credits, which are in use for a moment. */
    private static final class Users {

        private final QueueCredits credits;
        private final AtomicInteger using = new AtomicInteger();

        Users(int capacity) {
            credits = new QueueCredits(capacity, 2);
        }

        /** Takes a credit and gives it back as a worker; how many were in use then, or 0 if there was none to take. */
        int use(int worker) {
            if (!credits.tryTake()) {
                return 0;
            }
            int now = using.incrementAndGet();
            // So that the others can come meanwhile.
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
    @Outcome(id = {"1, 1, 0, 2", "1, 0, 1, 2", "0, 1, 1, 2"}, expect = ACCEPTABLE, desc = "Two of the three have one.")
    @Outcome(expect = FORBIDDEN, desc = "More were taken than there are, or fewer.")
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
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "One has it.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Both came before it was given back, and it is left.")
    @Outcome(expect = FORBIDDEN, desc = "It was taken twice, or is lost.")
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

    /** The other one moves from stripe to stripe, so that a thread which reads one after the other may miss it. */
    @JCStressTest
    @Outcome(id = "4, 1, 2", expect = ACCEPTABLE, desc = "A credit was left all the time, and was found.")
    @Outcome(expect = FORBIDDEN, desc = "A thread was refused while a credit was left, or one is lost.")
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

    /** One of two is out for ever. */
    @JCStressTest
    @Outcome(id = {"1, 1, 1", "0, 1, 1", "1, 0, 1"}, expect = ACCEPTABLE, desc = "One had it after the other, or alone.")
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
    @Outcome(id = "[12], [12], [12], 0", expect = ACCEPTABLE, desc = "Each had one.")
    @Outcome(id = {"0, [12], [12], 0", "[12], 0, [12], 0", "[12], [12], 0, 0"}, expect = ACCEPTABLE,
            desc = "The two others had all.")
    @Outcome(expect = FORBIDDEN, desc = "Three were in use, or two threads were refused.")
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
