package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** One thread claims a future while another claims, withdraws or cancels it. */
public final class ClaimOfFuture {

    private static final WorkerGroup GROUP = InertGroup.create();

    private ClaimOfFuture() {}

    private static int number(boolean condition) {
        return condition ? 1 : 0;
    }

    /**
     * Claims and runs the future, as a worker does that takes it from a queue, and as a task does that waits for it; 1
     * if it ran here.
     */
    private static int runs(TaskFuture<Integer> future) {
        Thread current = Thread.currentThread();
        if (!future.claim(current)) {
            return 0;
        }
        future.runClaimed(current);
        return 1;
    }

    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "One of them ran it.")
    @Outcome(expect = FORBIDDEN, desc = "It ran twice or not at all.")
    @State
    public static class WaiterAgainstWorker {
        private final TaskFuture<Integer> future = new TaskFuture<>(GROUP, () -> 1);

        @Actor
        public void worker(II_Result r) {
            r.r1 = runs(future);
        }

        @Actor
        public void waiter(II_Result r) {
            r.r2 = runs(future);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "It ran, or was withdrawn.")
    @Outcome(expect = FORBIDDEN, desc = "It ran and was withdrawn, or was lost.")
    @State
    public static class WaiterAgainstStop {
        private final TaskFuture<Integer> future = new TaskFuture<>(GROUP, () -> 1);

        @Actor
        public void waiter(II_Result r) {
            r.r1 = runs(future);
        }

        @Actor
        public void owner(II_Result r) {
            r.r2 = number(future.withdraw());
        }
    }

    /**
     * The third value is not 0 if the thread that ran the task is left with a late interrupt, or if {@code isCancelled}
     * contradicts {@code cancel}.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "It ran, and was not cancelled.")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It was cancelled before it started.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "It was cancelled while it ran.")
    @Outcome(expect = FORBIDDEN, desc = "An interrupt arrived after the task, or a result was lost.")
    @State
    public static class CancelAgainstRun {
        private final TaskFuture<Integer> future = new TaskFuture<>(GROUP, () -> 1);
        private Thread runner;

        @Actor
        public void worker(III_Result r) {
            runner = Thread.currentThread();
            r.r1 = runs(future);
            Thread.interrupted();
        }

        @Actor
        public void canceller(III_Result r) {
            r.r2 = number(future.cancel(true));
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = number(runner.isInterrupted()) + number(future.isCancelled() != (r.r2 == 1));
        }
    }
}
