package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Elements go from one structure to another, and their contents with them; none is lost or doubled on the way. */
public final class PassedOn {

    private PassedOn() {}

    /** A worker takes an element as a batch, and a thief steals it from the worker. */
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "It was not there yet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The element came with its content.")
    @Outcome(expect = FORBIDDEN, desc = "No content, lost, or taken twice.")
    abstract static class OneElement {
        final WorkDeque<Element> destination = WorkDeque.lifo();
    }

    @JCStressTest
    @State
    public static class FromInjector extends OneElement {
        private final Injector<Element> injector = new Injector<>();

        @Actor
        public void producer() {
            injector.push(new Element(1));
        }

        @Actor
        public void worker() {
            injector.stealBatch(destination);
        }

        @Actor
        public void thief(II_Result r) {
            r.r1 = Element.valueOf(destination.stealer().steal());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Element.digits(injector::poll) + Element.digits(destination.stealer()::steal);
        }
    }

    @JCStressTest
    @State
    public static class FromDeque extends OneElement {
        private final WorkDeque<Element> deque = WorkDeque.lifo();

        @Actor
        public void owner() {
            deque.push(new Element(1));
        }

        @Actor
        public void thief() {
            deque.stealer().stealBatch(destination);
        }

        @Actor
        public void thiefOfTheThief(II_Result r) {
            r.r1 = Element.valueOf(destination.stealer().steal());
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Element.digits(deque.stealer()::steal) + Element.digits(destination.stealer()::steal);
        }
    }

    /** A batch comes to the thief's own deque at once, to be popped oldest first and so stolen newest first. */
    @JCStressTest
    @Outcome(id = "-1, 21, 34", expect = ACCEPTABLE, desc = "It was not there yet.")
    @Outcome(id = "2, 1, 34", expect = ACCEPTABLE, desc = "Both were there, with their contents.")
    @Outcome(expect = FORBIDDEN, desc = "No content, lost, taken twice, or half a batch.")
    @State
    public static class Batch extends DequeActions {
        private final WorkDeque<Element> destination = WorkDeque.lifo();

        public Batch() {
            super(WorkDeque.lifo(), 1, 2, 3, 4);
        }

        @Actor
        public void thief() {
            stealBatch(destination);
        }

        @Actor
        public void thiefOfTheThief(III_Result r) {
            r.r1 = Element.valueOf(destination.stealer().steal());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r2 = Element.digits(destination.stealer()::steal);
            r.r3 = stealAll();
        }
    }

    /** Two owners steal a batch from each other at the same time. The first has 1 to 3, the second 4 to 6. */
    @Outcome(id = "123456", expect = ACCEPTABLE, desc = "Each is in one of the deques.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, or in both.")
    abstract static class Exchange {
        private final WorkDeque<Element> first;
        private final WorkDeque<Element> second;

        Exchange(WorkDeque<Element> first, WorkDeque<Element> second) {
            this.first = first;
            this.second = second;
            for (int i = 1; i <= 3; i++) {
                first.push(new Element(i));
                second.push(new Element(i + 3));
            }
        }

        final void firstSteals() {
            second.stealer().stealBatch(first);
        }

        final void secondSteals() {
            first.stealer().stealBatch(second);
        }

        /** The contents of both, as digits, in ascending order. */
        final int allSorted() {
            String all = Element.digits(first.stealer()::steal) + "" + Element.digits(second.stealer()::steal);
            return all.chars().filter(digit -> digit != '0').sorted().reduce(0, (sum, digit) -> sum * 10 + digit - '0');
        }
    }

    @JCStressTest
    @State
    public static class LifoLifo extends Exchange {
        public LifoLifo() {
            super(WorkDeque.lifo(), WorkDeque.lifo());
        }

        @Actor
        public void first() {
            firstSteals();
        }

        @Actor
        public void second() {
            secondSteals();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = allSorted();
        }
    }

    @JCStressTest
    @State
    public static class FifoFifo extends Exchange {
        public FifoFifo() {
            super(WorkDeque.fifo(), WorkDeque.fifo());
        }

        @Actor
        public void first() {
            firstSteals();
        }

        @Actor
        public void second() {
            secondSteals();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = allSorted();
        }
    }

    @JCStressTest
    @State
    public static class LifoFifo extends Exchange {
        public LifoFifo() {
            super(WorkDeque.lifo(), WorkDeque.fifo());
        }

        @Actor
        public void first() {
            firstSteals();
        }

        @Actor
        public void second() {
            secondSteals();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 = allSorted();
        }
    }
}
