package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A worker of a group goes idle or stops searching while a task is submitted. Afterwards some worker must need a
 * thread. {@link SubmitAgainstSleep} runs the same races on the state alone, and so more often.
 */
public final class SubmitAgainstWorker {

    private static final Runnable TASK = () -> {};

    private SubmitAgainstWorker() {}

    private static int number(boolean condition) {
        return condition ? 1 : 0;
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The worker was woken.")
    @Outcome(expect = FORBIDDEN, desc = "The task waits while the worker is idle.")
    @State
    public static class WorkerGoesIdle {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.firstWorker(group);

        @Actor
        public void worker() {
            InertGroup.goIdle(group, worker);
        }

        @Actor
        public void submitter() {
            group.execute(TASK, Lane.NORMAL);
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = number(worker.isWanted());
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The worker was woken.")
    @Outcome(expect = FORBIDDEN, desc = "The task waits while the worker is idle.")
    @State
    public static class SearcherGoesIdle {
        private final WorkerGroup group = InertGroup.create();
        private final Worker worker = InertGroup.searchingWorker(group, 0);

        public SearcherGoesIdle() {
            worker.queues().next(worker);
        }

        @Actor
        public void searcher() {
            InertGroup.goIdle(group, worker);
        }

        @Actor
        public void submitter() {
            group.execute(TASK, Lane.NORMAL);
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = number(worker.isWanted());
        }
    }

    /** A worker's push is not a read-modify-write, so it needs the fence after it. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The other worker was woken.")
    @Outcome(expect = FORBIDDEN, desc = "The task waits while the other worker is idle.")
    @State
    public static class WorkerGoesIdleBesideAnother {
        private final WorkerGroup group = InertGroup.create(2);
        private final Worker submitting = InertGroup.firstWorker(group);
        private final Worker other = InertGroup.nextWorker(group, 1);

        @Actor
        public void other() {
            InertGroup.goIdle(group, other);
        }

        @Actor
        public void submitter() {
            group.submissions().push(submitting, TASK, Lane.NORMAL);
            group.waker().signalWork();
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = number(other.isWanted());
        }
    }

    /** The searcher finds one task. The submitter of the second task may rely on the search. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "A task is left, and another worker was woken for it.")
    @Outcome(expect = FORBIDDEN, desc = "A task was lost, or waits while a worker is idle.")
    @State
    public static class LastSearcherFindsATask {
        private final WorkerGroup group = InertGroup.create(2);
        private final Worker searcher = InertGroup.searchingWorker(group, 0);

        @Actor
        public void searcher() {
            searcher.next();
        }

        @Actor
        public void submitter() {
            group.execute(TASK, Lane.NORMAL);
        }

        @Arbiter
        public void end(II_Result r) {
            Worker other = group.worker(1);
            r.r1 = number(group.hasWork());
            r.r2 = number(other != null && other.isWanted());
        }
    }
}
