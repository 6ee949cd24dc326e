package dev.filch.stress.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.filch.channel.Case;
import dev.filch.channel.Channel;
import dev.filch.channel.Select;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Tests of channels in which two threads wait for each other, which a row of the table cannot express. Each wait ends,
 * because the threads meet, a time is over, or a thread closes the channel. Results are those of {@link
 * ChannelActions}.
 */
public final class HandWrittenChannels {

    private HandWrittenChannels() {}

    /** Threads that wait for a short time. */
    private abstract static class ShortWaits extends ChannelActions {

        /** About as long as a thread needs to enlist, so that the time is often over when a partner comes. */
        static final Duration SOON = Duration.ofNanos(10_000);

        ShortWaits(Channel<Element> channel) {
            super(channel);
        }

        final int receiveSoon() {
            return resultOf(() -> Element.valueOf(channel.receive(SOON)));
        }
    }

    /** Threads that meet at a rendezvous. */
    private abstract static class Meeting extends ShortWaits {

        Meeting() {
            super(Channel.rendezvous());
        }

        /** A case that sends, whose result is {@link #SENT}. */
        final Case<Integer> sends(Channel<Element> to, int value) {
            return to.onSend(new Element(value), () -> SENT);
        }

        final Case<Integer> receives(Channel<Element> from) {
            return from.onReceive(Element::valueOf);
        }

        final int sendSoon(int value) {
            return resultOf(() -> channel.send(new Element(value), SOON) ? 1 : 0);
        }

        /** Sends or receives; {@link Element#NONE} if the time is over. */
        final int selectSoon(int value) {
            return resultOf(Select.of(sends(channel, value), receives(channel)).timeout(SOON, () -> Element.NONE)::run);
        }
    }

    /** Each selection offers to send and to receive. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first one has sent to the second one.")
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "The second one has sent to the first one.")
    @Outcome(expect = FORBIDDEN, desc = "They do not agree which case was done.")
    @State
    public static class SelectMeetsSelect extends Meeting {

        @Actor
        public void first(II_Result r) {
            r.r1 = resultOf(Select.of(sends(channel, 1), receives(channel))::run);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = resultOf(Select.of(sends(channel, 2), receives(channel))::run);
        }
    }

    /** Each selection sends to the channel from which the other one receives. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "They have met at the first channel.")
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "They have met at the second channel.")
    @Outcome(expect = FORBIDDEN, desc = "They do not agree which case was done.")
    @State
    public static class SelectMeetsSelectAtTwoChannels extends Meeting {
        private final Channel<Element> other = Channel.rendezvous();

        @Actor
        public void first(II_Result r) {
            r.r1 = resultOf(Select.of(sends(channel, 1), receives(other))::run);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = resultOf(Select.of(sends(other, 2), receives(channel))::run);
        }
    }

    @JCStressTest
    @Outcome(id = {"0, 1, -1", "0, -1, 1", "2, 0, -1", "-1, 0, 2", "3, -1, 0", "-1, 3, 0"}, expect = ACCEPTABLE,
            desc = "Two of them have met.")
    @Outcome(id = "-1, -1, -1", expect = ACCEPTABLE, desc = "They have missed each other.")
    @Outcome(expect = FORBIDDEN, desc = "One has met two others, or none that knows of it.")
    @State
    public static class ThreeSelectsMeet extends Meeting {

        @Actor
        public void first(III_Result r) {
            r.r1 = selectSoon(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = selectSoon(2);
        }

        @Actor
        public void third(III_Result r) {
            r.r3 = selectSoon(3);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The selection has received.")
    @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "They have missed each other.")
    @Outcome(expect = FORBIDDEN, desc = "Only one of them has succeeded.")
    @State
    public static class TimeoutOfSelectAgainstSend extends Meeting {

        @Actor
        public void sender(II_Result r) {
            r.r1 = sendSoon(1);
        }

        @Actor
        public void selector(II_Result r) {
            r.r2 = selectSoon(2);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The element was handed over in time.")
    @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "They have missed each other.")
    @Outcome(expect = FORBIDDEN, desc = "The element was lost, or received although the send has failed.")
    @State
    public static class TimeoutAgainstHandOver extends Meeting {

        @Actor
        public void sender(II_Result r) {
            r.r1 = sendSoon(1);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = receiveSoon();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 2"}, expect = ACCEPTABLE, desc = "One sender has met the receiver.")
    @Outcome(id = "0, 0, -1", expect = ACCEPTABLE, desc = "They have missed each other.")
    @Outcome(expect = FORBIDDEN, desc = "An element was lost, or received although its send has failed.")
    @State
    public static class TwoSendersOneReceiver extends Meeting {

        @Actor
        public void first(III_Result r) {
            r.r1 = trySend(1);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = sendSoon(2);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r3 = receiveSoon();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The element was handed over.")
    @Outcome(id = "-3, -3", expect = ACCEPTABLE, desc = "The channel was closed before they met.")
    @Outcome(expect = FORBIDDEN, desc = "The element was lost, or received although the send has failed.")
    @State
    public static class CloseAgainstHandOver extends Meeting {

        @Actor
        public void sender(II_Result r) {
            r.r1 = send(1);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = receive();
        }

        @Actor
        public void closer() {
            close();
        }
    }

    @JCStressTest
    @Outcome(id = "-3, -3", expect = ACCEPTABLE, desc = "Each wait has ended.")
    @Outcome(expect = FORBIDDEN, desc = "A thread has met no other, but got no exception.")
    @State
    public static class CloseEndsWaits extends Meeting {

        @Actor
        public void selector(II_Result r) {
            r.r1 = resultOf(Select.of(sends(channel, 1), receives(channel))::run);
        }

        @Actor
        public void closer(II_Result r) {
            close();
            r.r2 = receive();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, -3", "1, -3, 1"}, expect = ACCEPTABLE, desc = "One has received, the other was told.")
    @Outcome(expect = FORBIDDEN, desc = "The element was lost, or received twice.")
    @State
    public static class TwoReceiversOneElement extends Meeting {

        @Actor
        public void sender(III_Result r) {
            r.r1 = send(1);
            close();
        }

        @Actor
        public void first(III_Result r) {
            r.r2 = receive();
        }

        @Actor
        public void second(III_Result r) {
            r.r3 = receive();
        }
    }

    /** The time is over while a sender makes the last element available. */
    @JCStressTest
    @Outcome(id = {"1, 1, 0", "1, -1, 1"}, expect = ACCEPTABLE, desc = "The element was received, or is still there.")
    @Outcome(expect = FORBIDDEN, desc = "The element was lost, or received twice.")
    @State
    public static class TimeoutAgainstLastElement extends ShortWaits {

        public TimeoutAgainstLastElement() {
            super(Channel.bounded(1));
        }

        @Actor
        public void sender(III_Result r) {
            r.r1 = trySend(1);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = receiveSoon();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = drainTo(2);
        }
    }
}
