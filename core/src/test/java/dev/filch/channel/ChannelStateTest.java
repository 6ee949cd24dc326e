package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a channel tells about itself, how it is closed, and how long operations wait. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelStateTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofDays(1);

    /** Timeouts that overflow as nanoseconds, or would overflow when the clock is added. */
    private static final List<Duration> HUGE = List.of(
            Duration.ofNanos(Long.MAX_VALUE - 1), Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE));

    private static final List<Duration> ZERO_OR_LESS = List.of(Duration.ZERO, Duration.ofNanos(-1),
            Duration.ofNanos(Long.MIN_VALUE), Duration.ofSeconds(Long.MIN_VALUE));

    private static void awaitParked(Together.Running<?> running) {
        while (running.thread().getState() != Thread.State.WAITING
                && running.thread().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sizeCountsTheElements(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        assertEquals(kind.capacity(), channel.capacity());
        assertEquals(0, channel.size());
        int filled = ChannelKind.fill(channel).size();
        for (int left = filled; left > 0; left--) {
            assertEquals(left, channel.size());
            channel.receive();
        }
        assertEquals(0, channel.size());
        ChannelKind.fill(channel);
        channel.close();
        assertEquals(filled, channel.size());
        assertEquals(kind.capacity(), channel.capacity());
        channel.cancel();
        assertEquals(0, channel.size());
    }

    @Test
    void textNamesStateElementsAndWaiters() throws Exception {
        assertEquals("Channel[open, 0 of 0 elements, senders: 0 waiting, receivers: 0 waiting]",
                Channel.rendezvous().toString());
        assertEquals("Channel[open, 0 elements, receivers: 0 waiting]", Channel.unbounded().toString());
        assertEquals("Channel[open, 0 of 4 elements, receivers: 0 waiting]", Channel.dropOldest(4).toString());
        Channel<Integer> channel = Channel.bounded(2);
        List<Together.Running<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Together.start(channel::receive).awaitParked());
        }
        assertEquals("Channel[open, 0 of 2 elements, senders: 0 waiting, receivers: 3 waiting]", channel.toString());
        for (Together.Running<?> each : waiting) {
            each.thread().interrupt();
            each.failure();
        }
        channel.sendAll(List.of(1, 2));
        Together.Running<Boolean> sender = Together.start(() -> channel.send(3, LONG)).awaitParkedTimed();
        assertEquals("Channel[open, 2 of 2 elements, senders: 1 waiting, receivers: 0 waiting]", channel.toString());
        channel.close();
        sender.failure();
        assertEquals("Channel[closed, 2 of 2 elements, senders: 0 waiting, receivers: 0 waiting]", channel.toString());
    }

    @ParameterizedTest
    @EnumSource
    void channelIsTheBlocker(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<Integer> receiver = Together.start(channel::receive).awaitParked();
        assertSame(channel, LockSupport.getBlocker(receiver.thread()));
        Together.Running<Integer> timed = Together.start(() -> channel.receive(LONG)).awaitParkedTimed();
        assertSame(channel, LockSupport.getBlocker(timed.thread()));
        channel.close();
        receiver.failure();
        timed.failure();
    }

    private static void assertIsTheBlocker(Channel<Integer> channel, Callable<?> waiting) throws InterruptedException {
        Together.Running<?> running = Together.start(waiting);
        awaitParked(running);
        assertSame(channel, LockSupport.getBlocker(running.thread()));
        running.thread().interrupt();
        running.failure();
    }

    @ParameterizedTest
    @EnumSource
    void channelIsTheBlockerOfItsViewsAndIterations(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        assertIsTheBlocker(channel, () -> channel.receiveAll(new ArrayList<>(), 3));
        assertIsTheBlocker(channel, () -> channel.iterator().next());
        assertIsTheBlocker(channel, () -> channel.stream().count());
        assertIsTheBlocker(channel, () -> channel.asBlockingQueue().take());
        assertIsTheBlocker(channel, () -> channel.asBlockingQueue().poll(1, TimeUnit.DAYS));
        if (kind == ChannelKind.RENDEZVOUS || kind == ChannelKind.UNBOUNDED) {
            assertIsTheBlocker(channel, () -> channel.asTransferQueue().tryTransfer(1, 1, TimeUnit.DAYS));
        }
        if (kind.sendersWait()) {
            ChannelKind.fill(channel);
            assertIsTheBlocker(channel, () -> channel.sendAll(List.of(1)));
            assertIsTheBlocker(channel, () -> channel.asBlockingQueue().offer(1, 1, TimeUnit.DAYS));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void channelIsTheBlockerOfSenders(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        ChannelKind.fill(channel);
        Together.Running<Boolean> sender = Together.start(() -> channel.send(9, LONG)).awaitParkedTimed();
        assertSame(channel, LockSupport.getBlocker(sender.thread()));
        channel.close();
        sender.failure();
    }

    /** Each side can close the channel, and the first cause counts for both. */
    @ParameterizedTest
    @EnumSource
    void firstCauseCounts(ChannelKind kind) {
        Exception cause = new Exception("simulated");
        Channel<Integer> withCause = kind.create();
        withCause.close(cause);
        withCause.close(new Exception("too late"));
        withCause.cancel();
        assertSame(cause, assertThrows(ChannelClosedException.class, () -> withCause.send(1)).getCause());
        assertSame(cause, assertThrows(ChannelClosedException.class, withCause::tryReceive).getCause());
        Channel<Integer> cancelled = kind.create();
        cancelled.cancel();
        cancelled.close(cause);
        assertNull(assertThrows(ChannelClosedException.class, () -> cancelled.trySend(1)).getCause());
        assertNull(assertThrows(ChannelClosedException.class, cancelled::receive).getCause());
        Channel<Integer> withNull = kind.create();
        withNull.close(null);
        withNull.close(cause);
        assertNull(assertThrows(ChannelClosedException.class, withNull::receive).getCause());
    }

    /** Several threads close a channel: all users get the same cause. */
    @ParameterizedTest
    @EnumSource
    void concurrentClosesAgreeOnTheCause(ChannelKind kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            Channel<Integer> channel = kind.create();
            List<Throwable> seen = Together.run(3, index -> {
                channel.close(new Exception("of thread " + index));
                return assertThrows(ChannelClosedException.class, channel::receive).getCause();
            });
            assertSame(seen.get(0), seen.get(1));
            assertSame(seen.get(0), seen.get(2));
        }
    }

    /** Each of the waiting threads gets an exception of its own, with its own stack. */
    @ParameterizedTest
    @EnumSource
    void closeEndsWaitsOfAllKinds(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Together.Running<?>> waiting = new ArrayList<>();
        waiting.add(Together.start(channel::receive));
        waiting.add(Together.start(() -> channel.receive(LONG)));
        waiting.add(Together.start(() -> channel.receiveAll(new ArrayList<>(), 3)));
        waiting.add(Together.start(() -> Select.select(channel.onReceive(e -> e))));
        waiting.forEach(ChannelStateTest::awaitParked);
        Exception cause = new Exception("simulated");
        channel.close(cause);
        List<Throwable> failures = new ArrayList<>();
        for (Together.Running<?> each : waiting) {
            Throwable failure = each.failure();
            assertSame(cause, failure.getCause());
            assertFalse(failures.contains(failure));
            failures.add(failure);
        }
        assertTrue(channel.toString().contains("receivers: 0 waiting"), channel::toString);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void closeEndsWaitsOfAllKindsOfSenders(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        int filled = ChannelKind.fill(channel).size();
        List<Together.Running<?>> waiting = new ArrayList<>();
        waiting.add(Together.<Void>start(() -> {
            channel.send(9);
            return null;
        }));
        waiting.add(Together.start(() -> channel.send(9, LONG)));
        waiting.add(Together.start(() -> channel.sendAll(List.of(9))));
        waiting.add(Together.start(() -> Select.select(channel.onSend(9, () -> 9))));
        waiting.forEach(ChannelStateTest::awaitParked);
        assertEquals(filled, channel.cancel().size(), "expected no waiting element to be inside");
        for (Together.Running<?> each : waiting) {
            assertEquals(ChannelClosedException.class, each.failure().getClass());
        }
        assertTrue(channel.toString().contains("senders: 0 waiting"), channel::toString);
    }

    @ParameterizedTest
    @EnumSource
    void tryWithResourcesClosesTheChannel(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        try (Sender<Integer> sender = channel) {
            sender.trySend(1);
        }
        assertTrue(channel.isClosed());
    }

    @ParameterizedTest
    @EnumSource
    void cancelReturnsWhatIsInsideInItsOrder(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        int filled = ChannelKind.fill(channel).size();
        List<Integer> cancelled = channel.cancel();
        assertEquals(List.of(0, 1, 2, 3, 4).subList(0, filled), cancelled);
        assertEquals(List.of(), channel.cancel());
        assertThrows(ChannelClosedException.class, channel::tryReceive);
    }

    @ParameterizedTest
    @EnumSource
    void timeoutOfZeroOrLessTriesOnce(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        for (Duration timeout : ZERO_OR_LESS) {
            assertNull(channel.receive(timeout));
            boolean sends = channel.send(1, timeout);
            assertEquals(kind.capacity() > 0, sends);
            assertEquals(sends ? 1 : null, channel.receive(timeout));
        }
        channel.close();
        for (Duration timeout : ZERO_OR_LESS) {
            assertThrows(ChannelClosedException.class, () -> channel.receive(timeout));
            assertThrows(ChannelClosedException.class, () -> channel.send(1, timeout));
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeoutOfZeroOrLessMeetsAWaitingPartner(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        for (Duration timeout : ZERO_OR_LESS) {
            Together.Running<Integer> receiver = Together.start(channel::receive).awaitParked();
            assertTrue(channel.send(1, timeout));
            assertEquals(1, receiver.join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void hugeTimeoutsWait(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        for (Duration timeout : HUGE) {
            Together.Running<Integer> receiver = Together.start(() -> channel.receive(timeout));
            awaitParked(receiver);
            channel.send(1);
            assertEquals(1, receiver.join());
            int filled = kind.sendersWait() ? ChannelKind.fill(channel).size() : 0;
            Together.Running<Boolean> sender = Together.start(() -> channel.send(9, timeout));
            if (kind.sendersWait()) {
                awaitParked(sender);
            }
            for (int i = 0; i < filled; i++) {
                assertEquals(i, channel.receive());
            }
            assertEquals(9, channel.receive());
            assertTrue(sender.join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeoutsDoNotComeEarly(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        long start = System.nanoTime();
        assertNull(channel.receive(SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        if (kind.sendersWait()) {
            ChannelKind.fill(channel);
            start = System.nanoTime();
            assertFalse(channel.send(9, SHORT));
            assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        }
        assertTrue(channel.toString().contains("receivers: 0 waiting"), channel::toString);
    }

    @ParameterizedTest
    @EnumSource
    void interruptedStatusIsClearedByTheException(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> channel.receive(Duration.ZERO));
        assertFalse(Thread.interrupted());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> channel.send(1, Duration.ZERO));
        assertFalse(Thread.interrupted());
        // These never park, so they do not notice the interrupt.
        Thread.currentThread().interrupt();
        assertNull(channel.tryReceive());
        channel.trySend(1);
        assertTrue(Thread.interrupted());
        Together.Running<Boolean> waiting = Together.start(() -> {
            channel.cancel();
            Channel<Integer> own = kind.create();
            assertThrows(InterruptedException.class, () -> own.receive(LONG));
            return Thread.currentThread().isInterrupted();
        }).awaitParkedTimed();
        waiting.thread().interrupt();
        assertFalse(waiting.join());
    }
}
