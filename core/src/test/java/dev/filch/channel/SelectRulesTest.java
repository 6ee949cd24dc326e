package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The rules of selections: repeated channels, closed channels, fairness, reuse, timeouts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectRulesTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final int ROUNDS = 10_000;

    @Test
    void nullIsRefused() {
        Channel<Integer> channel = Channel.unbounded();
        assertThrows(NullPointerException.class, () -> channel.onSendNext(null, () -> 1));
        assertThrows(NullPointerException.class, () -> channel.onSendNext(() -> 1, null));
        assertThrows(NullPointerException.class, () -> Select.of((Case<?>[]) null));
        assertThrows(NullPointerException.class, () -> Select.of(channel.onReceive(e -> e), null));
    }

    @Test
    void sameCaseTwiceIsRefused() {
        Channel<Integer> channel = Channel.unbounded();
        Case<Integer> one = channel.onReceive(e -> e);
        Case<Integer> other = channel.onReceive(e -> e);
        assertThrows(IllegalArgumentException.class, () -> Select.of(one, one));
        assertThrows(IllegalArgumentException.class, () -> Select.of(one, other, one));
        assertThrows(IllegalArgumentException.class, () -> Select.select(other, one, one));
    }

    /** A change of the caller's array has no effect on the selection. */
    @Test
    @SuppressWarnings("unchecked")
    void selectionKeepsItsOwnCases() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        Case<Integer>[] cases = (Case<Integer>[]) new Case<?>[] {channel.onReceive(e -> e)};
        Select<Integer> select = Select.of(cases);
        cases[0] = null;
        channel.send(1);
        assertEquals(1, select.run());
    }

    @ParameterizedTest
    @EnumSource
    void sameChannelMayOccurSeveralTimes(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Select<String> select = Select.of(channel.onReceive(e -> "first " + e), channel.onReceive(e -> "second " + e),
                channel.onReceive(e -> "third " + e));
        for (int i = 0; i < 20; i++) {
            Together.Running<String> selecting = Together.start(select::run).awaitParked();
            channel.send(i);
            assertTrue(selecting.join().matches("(first|second|third) " + i));
            assertNull(channel.tryReceive());
            assertEquals(0, waiting(channel, false), channel::toString);
        }
    }

    private static int waiting(Channel<?> channel, boolean senders) {
        int count = 0;
        Line line = channel.line(senders);
        for (Place place = line.first(); place != null; place = line.after(place)) {
            count++;
        }
        return count;
    }

    /** Each place stands in the line while the selection waits, and none afterwards. */
    @Test
    void waitingSelectionStandsInEachLine() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                channel.onReceive(e -> e), channel.onSend(7, () -> 7), channel.onReceive(e -> e))).awaitParked();
        assertEquals(2, waiting(channel, false));
        assertEquals(1, waiting(channel, true));
        assertTrue(channel.toString().contains("senders: 1 waiting, receivers: 2 waiting"), channel::toString);
        assertEquals(7, channel.receive());
        assertEquals(7, selecting.join());
        assertTrue(channel.toString().contains("senders: 0 waiting, receivers: 0 waiting"), channel::toString);
    }

    @Test
    void selectionDoesNotExchangeWithItself() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Select<String> select = Select.of(channel.onSend(1, () -> "sent"), channel.onReceive(e -> "received " + e));
        assertEquals("late", select.timeout(Duration.ofMillis(5), () -> "late").run());
        for (boolean receives : new boolean[] {false, true}) {
            Together.Running<String> selecting = Together.start(() -> Select.<String>select(
                    channel.onSend(1, () -> "sent"), channel.onReceive(e -> "received " + e))).awaitParked();
            if (receives) {
                assertEquals(1, channel.receive());
            } else {
                channel.send(2);
            }
            assertEquals(receives ? "sent" : "received 2", selecting.join());
        }
    }

    /** With a buffer, a selection of a send and a receive on the same channel never waits. */
    @Test
    void sendAndReceiveOnTheSameBufferedChannelAlternate() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        int[] next = new int[1];
        Select<Integer> select = Select.of(channel.onReceive(e -> e), channel.onSendNext(() -> next[0], () -> -1));
        for (int i = 0; i < 100; i++) {
            next[0] = i;
            assertEquals(-1, select.run());
            next[0] = 1000;
            assertEquals(i, select.run());
        }
    }

    @Test
    void selectionsThatSendAndReceiveOnOneRendezvousMeet() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        List<List<Integer>> results = Together.run(2, thread -> {
            List<Integer> own = new ArrayList<>();
            Select<Integer> select = Select.of(channel.onSend(thread, () -> -1), channel.onReceive(e -> e));
            for (int i = 0; i < 2_000; i++) {
                own.add(select.run());
            }
            return own;
        });
        for (int i = 0; i < 2_000; i++) {
            int one = results.get(0).get(i);
            int other = results.get(1).get(i);
            assertTrue(one == -1 && other == 0 || one == 1 && other == -1, one + " and " + other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedChannelIsReadyToSendAndOnceItIsEmptyToReceive(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Channel<Integer> empty = Channel.rendezvous();
        boolean holds = channel.trySend(1);
        Exception cause = new Exception("simulated");
        channel.close(cause);
        Select<Integer> sending = Select.<Integer>of(empty.onReceive(e -> e), channel.onSend(2, () -> 2));
        Select<Integer> receiving = Select.<Integer>of(empty.onReceive(e -> e), channel.onReceive(e -> e));
        Select<Integer> polling = Select.<Integer>of(channel.onReceive(e -> e)).orDefault(() -> -1);
        assertSame(cause, assertThrows(ChannelClosedException.class, sending::run).getCause());
        if (holds) {
            assertEquals(1, receiving.run());
        }
        assertSame(cause, assertThrows(ChannelClosedException.class, receiving::run).getCause());
        assertThrows(ChannelClosedException.class, polling::run);
        assertEquals(0, waiting(empty, false));
    }

    @Test
    void openReadyCaseMayBeChosenBesideAClosedOne() throws Exception {
        Channel<Integer> closed = Channel.bounded(1);
        Channel<Integer> open = Channel.unbounded();
        closed.close();
        int received = 0;
        for (int i = 0; i < 200; i++) {
            open.send(i);
            try {
                Select.<Integer>select(closed.onReceive(e -> e), open.onReceive(e -> e));
                received++;
            } catch (ChannelClosedException e) {
                open.receive();
            }
        }
        assertTrue(received > 0 && received < 200, "chosen " + received + " times of 200");
        open.send(1);
        Case<Integer> closedCase = closed.onReceive(e -> e);
        assertEquals(1, Select.<Integer>of(open.onReceive(e -> e), closedCase).biased().run());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void closeEndsASelectionThatSends(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        for (int i = 0; i < kind.capacity(); i++) {
            channel.send(i);
        }
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                channel.onSend(9, () -> 9), Channel.<Integer>never().onReceive(e -> e))).awaitParked();
        channel.close();
        assertEquals(ChannelClosedException.class, selecting.failure().getClass());
        assertEquals(kind.capacity(), channel.cancel().size());
    }

    /** Often enough for the rounds to become regular, as in compiled code. Then a weak choice prefers some cases. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RENDEZVOUS")
    void eachReadyCaseIsChosenEquallyOften(ChannelKind kind) throws Exception {
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Channel<Integer> channel = kind.create();
            channel.send(i);
            channels.add(channel);
        }
        Select<Integer> select = Select.of(channels.get(0).onReceive(e -> e), channels.get(1).onReceive(e -> e),
                channels.get(2).onReceive(e -> e), channels.get(3).onReceive(e -> e));
        for (int i = 0; i < 30; i++) {
            assertIsChosenEquallyOften(select, channels);
        }
    }

    /** Each case is expected 2,500 times of 10,000; 2,200 is less by 7 standard deviations. */
    private static void assertIsChosenEquallyOften(Select<Integer> select, List<Channel<Integer>> channels)
            throws Exception {
        int[] chosen = new int[4];
        for (int i = 0; i < ROUNDS; i++) {
            int index = select.run();
            chosen[index]++;
            channels.get(index).send(index);
        }
        for (int count : chosen) {
            assertTrue(count > 2_100 && count < 2_900, () -> "chosen " + Arrays.toString(chosen));
        }
    }

    @Test
    void nextThreeRunsBeginWithTheCaseDoneLast() throws Exception {
        Channel<Integer> first = Channel.unbounded();
        Channel<Integer> second = Channel.unbounded();
        for (int i = 0; i < 400; i++) {
            first.send(1);
            second.send(2);
        }
        Select<Integer> select = Select.of(first.onReceive(e -> e), second.onReceive(e -> e));
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            int chosen = select.run();
            seen.add(chosen);
            for (int j = 0; j < 3; j++) {
                assertEquals(chosen, select.run());
            }
        }
        assertEquals(Set.of(1, 2), seen);
    }

    @Test
    void biasedSelectionAlwaysChoosesTheFirstThatIsReady() throws Exception {
        Channel<Integer> empty = Channel.rendezvous();
        Channel<Integer> channel = Channel.bounded(1);
        Channel<Integer> other = Channel.bounded(1);
        Select<String> select = Select.<String>of(empty.onReceive(e -> "?"), channel.onReceive(e -> "first"),
                other.onReceive(e -> "second")).biased();
        other.send(2);
        for (int i = 0; i < 100; i++) {
            channel.send(1);
            assertEquals("first", select.run());
        }
        assertEquals("second", select.run());
        other.send(2);
        channel.send(1);
        assertEquals("first", select.run(), "expected the case done last to have no preference");
    }

    @Test
    void casesMayBeUsedAgainInOtherSelections() throws Exception {
        Channel<Integer> channel = Channel.unbounded();
        Case<Integer> sending = channel.onSend(1, () -> -1);
        Case<Integer> receiving = channel.onReceive(e -> e);
        Select<Integer> first = Select.of(sending);
        Select<Integer> second = Select.of(receiving);
        Select<Integer> both = Select.of(sending, receiving);
        for (int i = 0; i < 100; i++) {
            assertEquals(-1, first.run());
            assertEquals(1, second.run());
            assertEquals(-1, Select.select(sending));
            int result = both.run();
            assertTrue(result == -1 || result == 1);
            channel.drainTo(new ArrayList<>(), 9);
        }
    }

    /** What follows a case may run the same selection again: it runs when the round is over. */
    @Test
    void selectionMayRunAgainInsideWhatFollows() throws Exception {
        Channel<Integer> channel = Channel.unbounded();
        List<Select<Integer>> own = new ArrayList<>();
        own.add(Select.of(channel.onReceive(e -> {
            try {
                return e == 0 ? 0 : e + own.get(0).run();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        })));
        channel.sendAll(List.of(3, 2, 1, 0));
        assertEquals(6, own.get(0).run());
    }

    @Test
    void nextElementIsMadeOnceForEachRound() throws Exception {
        Channel<Integer> channel = Channel.bounded(100);
        Channel<Integer> other = Channel.bounded(100);
        AtomicInteger made = new AtomicInteger();
        Case<Boolean> sending = channel.onSendNext(made::incrementAndGet, () -> true);
        Select<Boolean> select = Select.of(sending, other.onReceive(e -> false));
        List<Integer> expected = new ArrayList<>();
        for (int round = 1; round <= 100; round++) {
            other.trySend(0);
            if (select.run()) {
                expected.add(round);
            }
            assertEquals(round, made.get());
        }
        List<Integer> sent = new ArrayList<>();
        channel.drainTo(sent, 100);
        assertEquals(expected, sent);
        assertFalse(sent.isEmpty() || sent.size() == 100, "expected both cases to be chosen");
    }

    @Test
    void sameElementIsSentInEachRound() throws Exception {
        Channel<Object> channel = Channel.unbounded();
        Object element = new Object();
        Select<Integer> select = Select.of(channel.onSend(element, () -> 1));
        select.run();
        select.run();
        assertSame(element, channel.receive());
        assertSame(element, channel.receive());
    }

    @Test
    void resultMayBeNull() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        assertNull(Select.select(channel.onSend(1, () -> null)));
        assertNull(Select.select(channel.onReceive(e -> null)));
        assertNull(Select.of(channel.onReceive(e -> e)).orDefault(() -> null).run());
    }

    @ParameterizedTest
    @EnumSource
    void longTimeoutsWait(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Select<Integer> select = Select.of(channel.onReceive(e -> e));
        for (Duration timeout : List.of(LONG, Duration.ofNanos(Long.MAX_VALUE - 1))) {
            Together.Running<Integer> selecting =
                    Together.start(() -> select.timeout(timeout, () -> -1).run()).awaitParkedTimed();
            channel.send(1);
            assertEquals(1, selecting.join());
        }
        Together.Running<Integer> selecting =
                Together.start(() -> select.timeout(FOREVER, () -> -1).run()).awaitParked();
        channel.send(2);
        assertEquals(2, selecting.join());
    }

    @Test
    void timeoutDoesNotComeEarly() throws Exception {
        Select<Integer> select = Select.of(
                Channel.<Integer>never().onReceive(e -> e), Channel.<Integer>rendezvous().onReceive(e -> e));
        long start = System.nanoTime();
        assertEquals(-1, select.timeout(Duration.ofMillis(5), () -> -1).run());
        assertTrue(System.nanoTime() - start >= 5_000_000);
    }

    /** Also if a case could be done, and if there is a default. */
    @Test
    void interruptedThreadSelectsNothing() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        channel.send(1);
        Select<Integer> select = Select.<Integer>of(channel.onReceive(e -> e)).orDefault(() -> -1);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, select::run);
        assertFalse(Thread.interrupted(), "expected the exception to replace the interrupted status");
        assertEquals(1, select.run());
        assertEquals(-1, select.run());
    }

    @Test
    void interruptedWaitLeavesAllLines() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                channel.onReceive(e -> e), channel.onSend(1, () -> 1))).awaitParked();
        selecting.thread().interrupt();
        assertEquals(InterruptedException.class, selecting.failure().getClass());
        assertEquals(0, waiting(channel, false) + waiting(channel, true));
        assertFalse(channel.trySend(2));
        assertNull(channel.tryReceive());
    }

    @Test
    void selectionIsTheBlocker() throws Exception {
        Channel<Integer> channel = Channel.bounded(3);
        Select<Integer> select = Select.of(channel.onReceive(e -> e), Channel.<Integer>rendezvous().onSend(1, () -> 1));
        assertTrue(select.toString().matches("Select\\[receive from Channel\\[.*3.*], send to Channel\\[.*]]"),
                select::toString);
        Together.Running<Integer> selecting = Together.start(select::run).awaitParked();
        assertSame(select, LockSupport.getBlocker(selecting.thread()));
        channel.send(1);
        selecting.join();
    }

    /** An element that was sent or received stays reachable neither through the selection nor through the channel. */
    @Test
    void selectionForgetsItsElements() throws Exception {
        Channel<Object> channel = Channel.bounded(1);
        Select<Integer> sending = Select.of(channel.onSendNext(Object::new, () -> 1));
        Select<Object> receiving = Select.of(channel.onReceive(WeakReference::new));
        sending.run();
        WeakReference<?> element = (WeakReference<?>) receiving.run();
        while (element.get() != null) {
            System.gc();
        }
        assertEquals(1, sending.run());
        List<WeakReference<Object>> made = new ArrayList<>();
        Select<Object> both = Select.<Object>of(channel.onReceive(e -> e), channel.onSendNext(() -> {
            Object next = new Object();
            made.add(new WeakReference<>(next));
            return next;
        }, () -> 2));
        both.run();
        while (made.get(0).get() != null) {
            System.gc();
        }
        assertEquals(2, both.run(), "expected the selection to stay reachable and usable");
    }
}
