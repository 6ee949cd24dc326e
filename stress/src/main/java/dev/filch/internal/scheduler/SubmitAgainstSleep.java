package dev.filch.internal.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A worker goes to sleep while another thread submits work. Either the worker finds the work when it checks the queues
 * once more, or the submitter sees that it must wake a worker. If neither happens, the work waits while all workers
 * sleep. In the scheduler's package, which does not export its state.
 */
public final class SubmitAgainstSleep {

    private SubmitAgainstSleep() {}

    /** A group with the first {@code awake} workers awake, and none searching. */
    private static GroupState withAwake(int workers, int awake) {
        GroupState state = new GroupState(workers, 1);
        for (int i = 0; i < awake; i++) {
            state.popFirst(worker -> true, false, word -> { });
        }
        return state;
    }

    private static int found(boolean empty) {
        return empty ? 0 : 1;
    }

    private static int woken(int worker) {
        return worker < 0 ? 0 : 1;
    }

    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "The worker found the work, or was woken.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The work waits while the worker sleeps.")
    @Outcome(expect = FORBIDDEN, desc = "There is no other outcome.")
    @State
    public static class FromOutside {
        private final Injector<String> work = new Injector<>();
        private final GroupState idle = withAwake(1, 1);

        @Actor
        public void worker(II_Result r) {
            idle.goIdle(0, false);
            r.r1 = found(work.isEmpty());
        }

        @Actor
        public void submitter(II_Result r) {
            work.push("work");
            r.r2 = woken(idle.popForWork());
        }
    }

    /** A push to a deque is only a release write, so it needs the fence. */
    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "The worker found the work, or was woken.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The work waits while the worker sleeps.")
    @Outcome(expect = FORBIDDEN, desc = "There is no other outcome.")
    @State
    public static class FromAnotherWorker {
        private final WorkDeque<String> work = WorkDeque.lifo();
        private final GroupState idle = withAwake(2, 2);

        @Actor
        public void sleeper(II_Result r) {
            idle.goIdle(1, false);
            r.r1 = found(work.isEmpty());
        }

        @Actor
        public void submitter(II_Result r) {
            work.push("work");
            VarHandle.fullFence();
            r.r2 = woken(idle.popForWork());
        }
    }

    /** The submitter relies on a searcher that is about to stop, while another worker sleeps. */
    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE,
            desc = "The searcher found the work, or the sleeper was woken.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The work waits while no worker searches.")
    @Outcome(expect = FORBIDDEN, desc = "There is no other outcome.")
    @State
    public static class LastSearcherEnds {
        private final Injector<String> work = new Injector<>();
        private final GroupState idle = withAwake(2, 1);

        public LastSearcherEnds() {
            idle.beginSearch();
        }

        @Actor
        public void searcher(II_Result r) {
            int seen = found(work.isEmpty());
            if (seen == 0 && idle.endSearch()) {
                seen = found(work.isEmpty());
            }
            r.r1 = seen;
        }

        @Actor
        public void submitter(II_Result r) {
            work.push("work");
            r.r2 = woken(idle.popForWork());
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE,
            desc = "The searcher found the work, or a worker was woken.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The work waits while all workers sleep.")
    @Outcome(expect = FORBIDDEN, desc = "There is no other outcome.")
    @State
    public static class SearcherGoesToSleep {
        private final Injector<String> work = new Injector<>();
        private final GroupState idle = withAwake(2, 1);

        public SearcherGoesToSleep() {
            idle.beginSearch();
        }

        @Actor
        public void searcher(II_Result r) {
            idle.goIdle(0, true);
            r.r1 = found(work.isEmpty());
        }

        @Actor
        public void submitter(II_Result r) {
            work.push("work");
            r.r2 = woken(idle.popForWork());
        }
    }

    /**
     * The stack of sleepers: the worker at the top is woken and goes back to sleep while others are woken. The results
     * number workers from 1.
     */
    @JCStressTest
    @Outcome(id = {"2, 1, 0", "1, 2, 0"}, expect = ACCEPTABLE, desc = "One thread woke both.")
    @Outcome(id = {"2, 0, 1", "1, 0, 2"}, expect = ACCEPTABLE, desc = "One was awake in between.")
    @Outcome(expect = FORBIDDEN, desc = "A worker is on the stack twice, or was lost.")
    @State
    public static class WakeAndComeBack {
        private final GroupState idle = withAwake(2, 2);

        public WakeAndComeBack() {
            idle.goIdle(0, false);
            idle.goIdle(1, false);
        }

        @Actor
        public void wakesOneThatComesBack() {
            int worker = idle.popAny();
            if (worker >= 0) {
                idle.goIdle(worker, true);
            }
        }

        @Actor
        public void wakesTwo(III_Result r) {
            r.r1 = idle.popAny() + 1;
            r.r2 = idle.popAny() + 1;
        }

        @Arbiter
        public void rest(III_Result r) {
            int digits = 0;
            for (int worker = idle.popAny(); worker >= 0; worker = idle.popAny()) {
                digits = digits * 10 + worker + 1;
            }
            r.r3 = digits;
        }
    }

    /**
     * All three workers are woken and go back to sleep in another order, so the same worker is on top of different
     * ones. A waker that has read the stack before must notice.
     */
    @JCStressTest
    @Outcome(id = "[0-3], 111", expect = ACCEPTABLE,
            desc = "Each is on the stack once, except the worker that was woken.")
    @Outcome(expect = FORBIDDEN, desc = "A worker is on the stack twice, or was lost.")
    @State
    public static class ComeBackInAnotherOrder {
        private final GroupState idle = withAwake(3, 3);

        public ComeBackInAnotherOrder() {
            idle.goIdle(0, false);
            idle.goIdle(1, false);
            idle.goIdle(2, false);
        }

        @Actor
        public void wakesAll() {
            int top = idle.popAny();
            int middle = idle.popAny();
            int bottom = idle.popAny();
            comeBack(middle);
            comeBack(bottom);
            comeBack(top);
        }

        private void comeBack(int worker) {
            if (worker >= 0) {
                idle.goIdle(worker, true);
            }
        }

        @Actor
        public void wakesOne(II_Result r) {
            r.r1 = idle.popAny() + 1;
        }

        @Arbiter
        public void rest(II_Result r) {
            int[] place = {0, 1, 10, 100};
            int sum = place[r.r1];
            // A corrupted stack may be endless.
            for (int i = 0; i < place.length; i++) {
                sum += place[idle.popAny() + 1];
            }
            r.r2 = sum;
        }
    }
}
