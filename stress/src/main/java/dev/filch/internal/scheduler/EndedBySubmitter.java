package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A future that finds the queues full is run by its submitter, or discarded. Meanwhile another thread frees or takes
 * the only place, or ends the group. In the results, the fate of the future is 0 if it was refused, 1 if it was queued,
 * 2 if its submitter ran it, and 3 if it was discarded.
 */
public final class EndedBySubmitter {

    private EndedBySubmitter() {}

    /**
     * The only place is taken. Of two successive states, one runs what finds no place, and the other drops it; of four,
     * two submit futures of the group.
     */
    abstract static class Full {
        private static final AtomicInteger STATES = new AtomicInteger();

        private final int number = STATES.incrementAndGet();

        final BoundedGroup bounded =
                BoundedGroup.full(number % 2 == 0 ? QueueBound.Policy.CALLER_RUNS : QueueBound.Policy.DISCARD);

        final int submit() {
            Callable<Integer> task = () -> 1;
            return bounded.fateOf(
                    number % 4 < 2 ? new TaskFuture<>(bounded.group(), task) : new FutureTask<>(task));
        }
    }

    @JCStressTest
    @Outcome(id = "[23], 1, 0", expect = ACCEPTABLE, desc = "It was ended while the other task was queued.")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "It got the place of the task that was taken.")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "It was also taken.")
    @Outcome(expect = FORBIDDEN, desc = "It was ended and queued, or refused, or a task or a place was lost.")
    @State
    public static class AgainstWorker extends Full {
        @Actor
        public void submitter(III_Result r) {
            r.r1 = submit();
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

    @JCStressTest
    @Outcome(id = {"1, [23], 1, 1", "[23], 1, 1, 1"}, expect = ACCEPTABLE,
            desc = "One got the place, the other was ended.")
    @Outcome(id = {"2, 2, 1, 0", "3, 3, 1, 0"}, expect = ACCEPTABLE,
            desc = "Both were ended before the worker took a task.")
    @Outcome(expect = FORBIDDEN, desc = "Both got the place, or a task or a place was lost.")
    @State
    public static class TwoAgainstWorker extends Full {
        @Actor
        public void first(IIII_Result r) {
            r.r1 = submit();
        }

        @Actor
        public void second(IIII_Result r) {
            r.r2 = submit();
        }

        @Actor
        public void worker(IIII_Result r) {
            r.r3 = bounded.takeOnce();
        }

        @Arbiter
        public void left(IIII_Result r) {
            r.r4 = bounded.left();
        }
    }

    @JCStressTest
    @Outcome(id = "[23], 1, 0", expect = ACCEPTABLE, desc = "It was ended while the other task was queued.")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "It got the place, and the shutdown came later.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The shutdown came first.")
    @Outcome(expect = FORBIDDEN, desc = "It was accepted and lost, or refused and queued, or a place was lost.")
    @State
    public static class AgainstWorkerAndShutdown extends Full {
        @Actor
        public void submitter(III_Result r) {
            r.r1 = submit();
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

    /** The third value is the number of tasks that the stop returned. */
    @JCStressTest
    @Outcome(id = {"[23], 1, 0", "[23], 0, 1"}, expect = ACCEPTABLE,
            desc = "It was ended while the other task was queued.")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE,
            desc = "It got the place of the task that was taken, and was returned by the stop.")
    @Outcome(id = {"0, 1, 0", "0, 0, 1"}, expect = ACCEPTABLE, desc = "The stop came first.")
    @Outcome(expect = FORBIDDEN, desc = "A task had two fates or none, or a place was lost.")
    @State
    public static class AgainstWorkerAndStop extends Full {
        @Actor
        public void submitter(III_Result r) {
            r.r1 = submit();
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = bounded.takeOnce();
        }

        @Actor
        public void owner(III_Result r) {
            r.r3 = bounded.group().shutdownNow().size();
        }

        @Arbiter
        public void used(III_Result r) {
            r.r3 = bounded.group().queuedTasks() == 0 ? r.r3 : -1;
        }
    }
}
