package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A submitter waits for the only place, which another task has. Meanwhile that task is taken, the group ends, the
 * submitter is interrupted, or its timeout passes. If its wake-up were lost, the submitter would be refused after the
 * timeout.
 */
public final class BlockedSubmitter {

    private BlockedSubmitter() {}

    /** A group whose only place is taken. */
    abstract static class Full {
        final BoundedGroup bounded = BoundedGroup.full(QueueBound.Policy.BLOCK);
    }

    /** Lets a thread interrupt a submitter before, during or after its wait, but not after its last statement. */
    private static final class Interruption {

        private volatile Thread submitter;
        private volatile boolean over;

        /** Submits a task. Returns 1 if it was accepted, plus 2 if the thread is interrupted afterwards. */
        int submit(BoundedGroup bounded) {
            submitter = Thread.currentThread();
            int accepted = bounded.submit();
            boolean kept = Thread.currentThread().isInterrupted();
            while (!over) {
                Thread.yield();
            }
            return accepted + (kept || Thread.currentThread().isInterrupted() ? 2 : 0);
        }

        void interrupt() {
            while (submitter == null) {
                Thread.yield();
            }
            submitter.interrupt();
            over = true;
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The submitter got the place of the task that was taken.")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "Its task was also taken.")
    @Outcome(expect = FORBIDDEN, desc = "The wake-up or a task was lost.")
    @State
    public static class AgainstWorker extends Full {
        @Actor
        public void submitter(III_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.takeTwice();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r3 = bounded.left();
        }
    }

    /** The worker continues until it has taken all tasks. */
    @JCStressTest
    @Outcome(id = "1, 1, 3, 0", expect = ACCEPTABLE, desc = "Both were accepted, one after the other.")
    @Outcome(expect = FORBIDDEN, desc = "A wake-up or a task was lost.")
    @State
    public static class TwoAgainstWorker extends Full {
        @Actor
        public void first(IIII_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = bounded.submit();
        }

        @Actor
        public void worker(IIII_Result r) {
            int taken = 0;
            while (taken < 3) {
                taken += bounded.takeOnce();
            }
            r.r3 = taken;
        }

        @Arbiter
        public void left(IIII_Result r) {
            r.r4 = bounded.left();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The submitter was refused at once.")
    @Outcome(expect = FORBIDDEN, desc = "It was refused after the timeout, or was accepted.")
    @State
    public static class AgainstShutdown extends Full {
        @Actor
        public void submitter(II_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void owner() {
            bounded.group().shutdown();
        }

        @Arbiter
        public void left(II_Result r) {
            r.r2 = bounded.left();
        }
    }

    /** The stop returns the queued task, which frees the place. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE,
            desc = "The submitter was refused at once, and the stop returned the other task.")
    @Outcome(expect = FORBIDDEN, desc = "It was refused after the timeout, or a task was lost.")
    @State
    public static class AgainstStop extends Full {
        @Actor
        public void submitter(II_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = bounded.group().shutdownNow().size();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "It got the place, and the shutdown came later.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The shutdown came first.")
    @Outcome(expect = FORBIDDEN,
            desc = "Its task was accepted and lost, or refused and queued, or the submitter waited for the timeout.")
    @State
    public static class AgainstWorkerAndShutdown extends Full {
        @Actor
        public void submitter(III_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.takeOnce();
        }

        @Actor
        public void owner() {
            bounded.group().shutdown();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r3 = bounded.left();
        }
    }

    @JCStressTest
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "It was refused, and stays interrupted.")
    @Outcome(expect = FORBIDDEN, desc = "The interrupt or a task was lost.")
    @State
    public static class AgainstInterrupt extends Full {
        private final Interruption interruption = new Interruption();

        @Actor
        public void submitter(II_Result r) {
            r.r1 = interruption.submit(bounded);
            Thread.interrupted();
        }

        @Actor
        public void interrupter() {
            interruption.interrupt();
        }

        @Arbiter
        public void left(II_Result r) {
            r.r2 = bounded.left();
        }
    }

    @JCStressTest
    @Outcome(id = "3, 1, 1", expect = ACCEPTABLE, desc = "It got the place, and stays interrupted.")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "It was refused, and stays interrupted.")
    @Outcome(expect = FORBIDDEN, desc = "The interrupt, the place or a task was lost.")
    @State
    public static class AgainstWorkerAndInterrupt extends Full {
        private final Interruption interruption = new Interruption();

        @Actor
        public void submitter(III_Result r) {
            r.r1 = interruption.submit(bounded);
            Thread.interrupted();
        }

        @Actor
        public void interrupter() {
            interruption.interrupt();
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.takeOnce();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r3 = bounded.left();
        }
    }

    /** The timeout is zero, so it passes as soon as the submitter begins to wait. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "It got the place.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "Its timeout passed.")
    @Outcome(expect = FORBIDDEN, desc = "The place or a task was lost.")
    @State
    public static class AgainstWorkerAndTime {
        private final BoundedGroup bounded = new BoundedGroup(1, QueueBound.Policy.BLOCK, 0);

        public AgainstWorkerAndTime() {
            bounded.submit();
        }

        @Actor
        public void submitter(III_Result r) {
            r.r1 = bounded.submit();
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.takeOnce();
        }

        @Arbiter
        public void left(III_Result r) {
            r.r3 = bounded.left();
        }
    }
}
