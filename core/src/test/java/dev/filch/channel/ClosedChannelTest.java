package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A closed channel gives what is inside, and then answers every operation alike, however often it is called. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosedChannelTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final int REPEATS = 3;

    /** One way to use a channel. */
    private interface Operation<T> {
        T apply(Channel<Integer> channel) throws Exception;
    }

    private static final Map<String, Operation<Integer>> RECEIVES = Map.ofEntries(
            Map.entry("receive", Channel::receive),
            Map.entry("tryReceive", Channel::tryReceive),
            Map.entry("receive, timeout 0", channel -> channel.receive(Duration.ZERO)),
            Map.entry("receive, long timeout", channel -> channel.receive(LONG)),
            Map.entry("receiveAll", channel -> {
                List<Integer> received = new ArrayList<>();
                assertEquals(1, channel.receiveAll(received, 1));
                return received.get(0);
            }),
            Map.entry("select", channel -> Select.<Integer>select(channel.onReceive(e -> e))),
            Map.entry("select or default", channel ->
                    Select.<Integer>of(channel.onReceive(e -> e)).orDefault(() -> -1).run()),
            Map.entry("select of two", channel -> Select.<Integer>select(
                    Channel.<Integer>never().onReceive(e -> e), channel.onReceive(e -> e))),
            Map.entry("queue", channel -> channel.asBlockingQueue().take()));

    /** These end without an exception if the channel was closed without a cause. */
    private static final Map<String, Operation<Integer>> ITERATIONS = Map.of(
            "iterator", channel -> {
                Iterator<Integer> iterator = channel.iterator();
                return iterator.hasNext() ? iterator.next() : null;
            },
            "stream", channel -> channel.stream().findFirst().orElse(null));

    private static final Map<String, Operation<?>> SENDS = Map.of(
            "send", channel -> {
                channel.send(9);
                return true;
            },
            "trySend", channel -> channel.trySend(9),
            "send, timeout 0", channel -> channel.send(9, Duration.ZERO),
            "send, long timeout", channel -> channel.send(9, LONG),
            "sendAll", channel -> channel.sendAll(List.of(9)),
            "select", channel -> Select.<Integer>select(channel.onSend(9, () -> 9)),
            "select or default", channel ->
                    Select.<Integer>of(channel.onSendNext(() -> 9, () -> 9)).orDefault(() -> -1).run(),
            "queue", channel -> channel.asBlockingQueue().add(9));

    private final Exception cause = new Exception("simulated");

    /** Each call gets an exception of its own. */
    private static void assertAlwaysFails(
            Channel<Integer> channel, Throwable expected, String name, Operation<?> operation) {
        ChannelClosedException last = null;
        for (int i = 0; i < REPEATS; i++) {
            ChannelClosedException thrown =
                    assertThrows(ChannelClosedException.class, () -> operation.apply(channel), name);
            assertSame(expected, thrown.getCause(), name);
            assertNotSame(last, thrown, name);
            last = thrown;
        }
    }

    private static void assertGives(Channel<Integer> channel, List<Integer> inside, String name,
            Operation<Integer> operation) throws Exception {
        for (Integer expected : inside) {
            assertEquals(expected, operation.apply(channel), name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReceiveGivesWhatIsInsideAndThenTheCauseAgainAndAgain(ChannelKind kind) throws Exception {
        for (Map<String, Operation<Integer>> operations : List.of(RECEIVES, ITERATIONS)) {
            for (Map.Entry<String, Operation<Integer>> each : operations.entrySet()) {
                Channel<Integer> channel = kind.create();
                List<Integer> inside = ChannelKind.fill(channel);
                channel.close(cause);
                assertGives(channel, inside, each.getKey(), each.getValue());
                assertAlwaysFails(channel, cause, each.getKey(), each.getValue());
                RECEIVES.forEach((name, other) ->
                        assertAlwaysFails(channel, cause, name + " after " + each.getKey(), other));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutACauseIterationsEndAndOtherReceivesFail(ChannelKind kind) throws Exception {
        for (Map.Entry<String, Operation<Integer>> each : RECEIVES.entrySet()) {
            Channel<Integer> channel = kind.create();
            List<Integer> inside = ChannelKind.fill(channel);
            channel.close();
            assertGives(channel, inside, each.getKey(), each.getValue());
            assertAlwaysFails(channel, null, each.getKey(), each.getValue());
        }
        for (Map.Entry<String, Operation<Integer>> each : ITERATIONS.entrySet()) {
            Channel<Integer> channel = kind.create();
            List<Integer> inside = ChannelKind.fill(channel);
            channel.close();
            assertGives(channel, inside, each.getKey(), each.getValue());
            for (int i = 0; i < REPEATS; i++) {
                assertNull(each.getValue().apply(channel), each.getKey());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySendFailsWithTheCauseAgainAndAgain(ChannelKind kind) throws Exception {
        for (Map.Entry<String, Operation<?>> each : SENDS.entrySet()) {
            Channel<Integer> channel = kind.create();
            List<Integer> inside = ChannelKind.fill(channel);
            channel.close(cause);
            assertAlwaysFails(channel, cause, each.getKey(), each.getValue());
            assertEquals(0, channel.sendAll(List.of()), "expected nothing to fail if there is nothing to send");
            assertEquals(inside, channel.cancel(), each.getKey());
            assertAlwaysFails(channel, cause, each.getKey(), each.getValue());
        }
    }

    /** What gives a number or null does so after the close, too. */
    @ParameterizedTest
    @EnumSource
    void whatDoesNotTellOfTheCloseFindsNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> inside = ChannelKind.fill(channel);
        channel.close(cause);
        List<Integer> drained = new ArrayList<>();
        assertEquals(inside.size(), channel.drainTo(drained, 9));
        assertEquals(inside, drained);
        for (int i = 0; i < REPEATS; i++) {
            assertEquals(0, channel.drainTo(drained, 9));
            assertEquals(0, channel.receiveAll(drained, 0));
            assertEquals(0, queue.drainTo(drained));
            assertEquals(List.of(), channel.cancel());
            assertEquals(0, channel.size());
            assertNull(queue.poll());
            assertNull(queue.poll(1, TimeUnit.DAYS));
            assertNull(queue.peek());
            assertFalse(queue.offer(9));
            assertFalse(queue.offer(9, 1, TimeUnit.DAYS));
            assertFalse(queue.iterator().hasNext());
            assertTrue(queue.isEmpty());
        }
        assertEquals(inside, drained);
        assertAlwaysFails(channel, cause, "receive", Channel::receive);
    }

    @ParameterizedTest
    @EnumSource
    void cancelAfterCloseReturnsWhatIsLeftAndKeepsTheCause(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        channel.close(cause);
        channel.close(new Exception("too late"));
        if (!inside.isEmpty()) {
            assertEquals(inside.remove(0), channel.receive());
        }
        assertEquals(inside, channel.cancel());
        assertAlwaysFails(channel, cause, "receive", Channel::receive);
        assertAlwaysFails(channel, cause, "trySend", each -> each.trySend(9));
    }

    @ParameterizedTest
    @EnumSource
    void closeAfterCancelGivesNoCause(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        assertEquals(ChannelKind.fill(channel), channel.cancel());
        channel.close(cause);
        assertAlwaysFails(channel, null, "receive", Channel::receive);
        assertAlwaysFails(channel, null, "trySend", each -> each.trySend(9));
        assertFalse(channel.iterator().hasNext());
        assertEquals(0, channel.stream().count());
    }

    /** The element that an iterator has received, and not yet returned, belongs to the iterator. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RENDEZVOUS")
    void iteratorKeepsWhatItHasReceived(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Iterator<Integer> iterator = channel.iterator();
        List<Integer> inside = ChannelKind.fill(channel);
        assertTrue(iterator.hasNext());
        channel.close(cause);
        assertEquals(inside.subList(1, inside.size()), channel.cancel());
        assertTrue(iterator.hasNext());
        assertEquals(0, iterator.next());
        for (int i = 0; i < REPEATS; i++) {
            assertSame(cause, assertThrows(ChannelClosedException.class, iterator::hasNext).getCause());
            assertSame(cause, assertThrows(ChannelClosedException.class, iterator::next).getCause());
        }
    }

    /** A selection that is reused gets the cause in each round. */
    @ParameterizedTest
    @EnumSource
    void reusedSelectionFailsInEachRound(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        Select<Integer> receiving = Select.of(channel.onReceive(e -> e));
        Select<Integer> sending = Select.of(channel.onSend(9, () -> 9));
        channel.close(cause);
        assertAlwaysFails(channel, cause, "sending", any -> sending.run());
        assertGives(channel, inside, "receiving", any -> receiving.run());
        assertAlwaysFails(channel, cause, "receiving", any -> receiving.run());
        assertAlwaysFails(channel, cause, "sending", any -> sending.run());
    }
}
