package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.util.Queue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Two threads, two queues: each thread changes one and then reads the other. One of them must see what the other has
 * done. A worker relies on it that announces that it will sleep, and polls once more: otherwise both it and the
 * submitter could miss each other, and it would sleep for ever. This is Dekker's pattern; nothing weaker than volatile
 * order on claim and test forbids the outcome.
 */
public final class StoreBuffering {

    private StoreBuffering() {}

    /** Two queues. */
    abstract static class TwoQueues {

        final Queue<Element> left;
        final Queue<Element> right;

        TwoQueues(Queue<Element> left, Queue<Element> right) {
            this.left = left;
            this.right = right;
        }

        static int offerThenPoll(Queue<Element> own, Queue<Element> other) {
            own.offer(new Element(1));
            return Element.valueOf(other.poll());
        }

        static int offerThenIsEmpty(Queue<Element> own, Queue<Element> other) {
            own.offer(new Element(1));
            return other.isEmpty() ? 1 : 0;
        }

        static int pollThenOffer(Queue<Element> own, Queue<Element> other) {
            own.poll();
            return other.offer(new Element(2)) ? 1 : 0;
        }

        static int pollThenIsEmpty(Queue<Element> own, Queue<Element> other) {
            own.poll();
            return other.isEmpty() ? 1 : 0;
        }

        final void takeRest(IIII_Result r) {
            r.r3 = Element.digits(left::poll);
            r.r4 = Element.digits(right::poll);
        }
    }

    /** Both are empty. */
    @Outcome(id = {"1, -1, 1, 0", "-1, 1, 0, 1", "1, 1, 0, 0"}, expect = ACCEPTABLE, desc = "One saw the other's.")
    @Outcome(id = "-1, -1, 1, 1", expect = FORBIDDEN, desc = "Neither saw the other's element.")
    abstract static class OfferThenPoll extends TwoQueues {
        OfferThenPoll(Queue<Element> left, Queue<Element> right) {
            super(left, right);
        }
    }

    /** Both are empty. */
    @Outcome(id = {"1, 0, 1, 1", "0, 1, 1, 1", "0, 0, 1, 1"}, expect = ACCEPTABLE, desc = "One saw the other's.")
    @Outcome(id = "1, 1, 1, 1", expect = FORBIDDEN, desc = "Neither saw the other's element.")
    abstract static class OfferThenIsEmpty extends TwoQueues {
        OfferThenIsEmpty(Queue<Element> left, Queue<Element> right) {
            super(left, right);
        }
    }

    @JCStressTest
    @State
    public static class RingOfferThenPoll extends OfferThenPoll {
        public RingOfferThenPoll() {
            super(MpmcRing.padded(1), MpmcRing.padded(1));
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            r.r1 = offerThenPoll(left, right);
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            r.r2 = offerThenPoll(right, left);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            takeRest(r);
        }
    }

    @JCStressTest
    @State
    public static class InjectorOfferThenPoll extends OfferThenPoll {
        public InjectorOfferThenPoll() {
            super(new Injector<>(), new Injector<>());
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            r.r1 = offerThenPoll(left, right);
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            r.r2 = offerThenPoll(right, left);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            takeRest(r);
        }
    }

    @JCStressTest
    @State
    public static class RingOfferThenIsEmpty extends OfferThenIsEmpty {
        public RingOfferThenIsEmpty() {
            super(MpmcRing.padded(1), MpmcRing.padded(1));
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            r.r1 = offerThenIsEmpty(left, right);
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            r.r2 = offerThenIsEmpty(right, left);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            takeRest(r);
        }
    }

    @JCStressTest
    @State
    public static class InjectorOfferThenIsEmpty extends OfferThenIsEmpty {
        public InjectorOfferThenIsEmpty() {
            super(new Injector<>(), new Injector<>());
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            r.r1 = offerThenIsEmpty(left, right);
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            r.r2 = offerThenIsEmpty(right, left);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            takeRest(r);
        }
    }

    /** Both rings are full. */
    @JCStressTest
    @Outcome(id = {"1, 0, 0, 2", "0, 1, 2, 0", "1, 1, 2, 2"}, expect = ACCEPTABLE, desc = "One saw the other's.")
    @Outcome(id = "0, 0, 0, 0", expect = FORBIDDEN, desc = "Neither saw the other's free slot.")
    @State
    public static class RingPollThenOffer extends TwoQueues {
        public RingPollThenOffer() {
            super(MpmcRing.padded(1), MpmcRing.padded(1));
            left.offer(new Element(1));
            right.offer(new Element(1));
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            r.r1 = pollThenOffer(left, right);
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            r.r2 = pollThenOffer(right, left);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            takeRest(r);
        }
    }

    /** Each injector has one element. */
    @JCStressTest
    @Outcome(id = {"1, 0, 0, 0", "0, 1, 0, 0", "1, 1, 0, 0"}, expect = ACCEPTABLE, desc = "One saw the other's poll.")
    @Outcome(id = "0, 0, 0, 0", expect = FORBIDDEN, desc = "Neither saw what the other had done.")
    @State
    public static class InjectorPollThenIsEmpty extends TwoQueues {
        public InjectorPollThenIsEmpty() {
            super(new Injector<>(), new Injector<>());
            left.offer(new Element(1));
            right.offer(new Element(1));
        }

        @Actor
        public void leftThenRight(IIII_Result r) {
            r.r1 = pollThenIsEmpty(left, right);
        }

        @Actor
        public void rightThenLeft(IIII_Result r) {
            r.r2 = pollThenIsEmpty(right, left);
        }

        @Arbiter
        public void rest(IIII_Result r) {
            takeRest(r);
        }
    }
}
