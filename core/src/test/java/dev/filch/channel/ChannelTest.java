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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What one or two threads see of a channel. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTest {

    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 1 << 30})
    void illegalCapacityIsRefused(int capacity) {
        assertThrows(IllegalArgumentException.class, () -> Channel.bounded(capacity));
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefused(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        assertRefusesNull(channel);
        assertNull(channel.tryReceive());
        channel.close();
        assertRefusesNull(channel);
    }

    private static void assertRefusesNull(Channel<Integer> channel) {
        assertThrows(NullPointerException.class, () -> channel.send(null));
        assertThrows(NullPointerException.class, () -> channel.trySend(null));
        assertThrows(NullPointerException.class, () -> channel.send(null, SHORT));
        assertThrows(NullPointerException.class, () -> channel.send(1, null));
        assertThrows(NullPointerException.class, () -> channel.receive(null));
        assertThrows(NullPointerException.class, () -> channel.sendAll(null));
        assertThrows(NullPointerException.class, () -> channel.sendAll(Arrays.asList(1, null)));
        assertThrows(NullPointerException.class, () -> channel.receiveAll(null, 0));
        assertThrows(NullPointerException.class, () -> channel.drainTo(null, 0));
    }

    @ParameterizedTest
    @EnumSource
    void negativeLimitIsRefused(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        assertThrows(IllegalArgumentException.class, () -> channel.receiveAll(new ArrayList<>(), -1));
        assertThrows(IllegalArgumentException.class, () -> channel.drainTo(new ArrayList<>(), -1));
    }

    @ParameterizedTest
    @EnumSource
    void elementsComeOutInTheirOrder(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < inside.size(); i++) {
            received.add(i % 2 == 0 ? channel.receive() : channel.tryReceive());
        }
        assertEquals(inside, received);
        assertNull(channel.tryReceive());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void fullChannelTakesNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        assertFalse(channel.trySend(9));
        assertFalse(channel.send(9, Duration.ZERO));
        assertFalse(channel.send(9, Duration.ofSeconds(Long.MIN_VALUE)));
        assertFalse(channel.send(9, SHORT));
        List<Integer> received = new ArrayList<>();
        assertEquals(inside.size(), channel.drainTo(received, 9));
        assertEquals(inside, received);
    }

    @ParameterizedTest
    @EnumSource
    void emptyChannelGivesNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        assertNull(channel.tryReceive());
        assertNull(channel.receive(Duration.ZERO));
        assertNull(channel.receive(Duration.ofSeconds(Long.MIN_VALUE)));
        assertNull(channel.receive(SHORT));
        assertEquals(0, channel.drainTo(new ArrayList<>(), 9));
    }

    @ParameterizedTest
    @EnumSource
    void sendWakesAReceiver(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<Integer> untimed = Together.start(channel::receive).awaitParked();
        channel.send(1);
        assertEquals(1, untimed.join());
        Together.Running<Integer> timed = Together.start(() -> channel.receive(Duration.ofDays(1))).awaitParkedTimed();
        assertTrue(channel.trySend(2));
        assertEquals(2, timed.join());
        Together.Running<Integer> longest = Together.start(() -> channel.receive(FOREVER)).awaitParked();
        assertTrue(channel.send(3, SHORT));
        assertEquals(3, longest.join());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void receiveWakesASender(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        Together.Running<Boolean> sender = Together.start(() -> {
            channel.send(7);
            return channel.send(8, FOREVER);
        }).awaitParked();
        inside.addAll(List.of(7, 8));
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < inside.size(); i++) {
            received.add(channel.receive());
        }
        assertEquals(inside, received);
        assertTrue(sender.join());
    }

    @ParameterizedTest
    @EnumSource
    void waitingThreadsAreServedInTheOrderTheyCame(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Together.Running<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receivers.add(Together.start(channel::receive).awaitParked());
        }
        for (int i = 0; i < 5; i++) {
            channel.send(i);
            assertEquals(i, receivers.get(i).join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptedThreadHasDoneNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<Integer> receiver = Together.start(channel::receive).awaitParked();
        receiver.thread().interrupt();
        assertEquals(InterruptedException.class, receiver.failure().getClass());
        List<Integer> inside = ChannelKind.fill(channel);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> channel.send(9));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, channel::receive);
        if (kind.sendersWait()) {
            Together.Running<Boolean> sender = Together.start(() -> channel.send(9, FOREVER)).awaitParked();
            sender.thread().interrupt();
            assertEquals(InterruptedException.class, sender.failure().getClass());
        }
        List<Integer> received = new ArrayList<>();
        channel.drainTo(received, 9);
        assertEquals(inside, received);
    }

    @ParameterizedTest
    @EnumSource
    void closedChannelGivesWhatIsInsideAndThenItsCause(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        Exception cause = new Exception("simulated");
        assertFalse(channel.isClosed());
        channel.close(cause);
        channel.close();
        channel.close(new Exception("too late"));
        assertTrue(channel.isClosed());
        assertSame(cause, assertThrows(ChannelClosedException.class, () -> channel.send(9)).getCause());
        assertThrows(ChannelClosedException.class, () -> channel.trySend(9));
        assertThrows(ChannelClosedException.class, () -> channel.send(9, SHORT));
        assertThrows(ChannelClosedException.class, () -> channel.sendAll(List.of(9)));
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < inside.size(); i++) {
            received.add(channel.receive());
        }
        assertEquals(inside, received);
        assertSame(cause, assertThrows(ChannelClosedException.class, channel::receive).getCause());
        assertThrows(ChannelClosedException.class, channel::tryReceive);
        assertThrows(ChannelClosedException.class, () -> channel.receive(SHORT));
        assertThrows(ChannelClosedException.class, () -> channel.receiveAll(received, 1));
        assertEquals(0, channel.drainTo(received, 1));
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsAllWaits(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Together.Running<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receivers.add(Together.start(channel::receive).awaitParked());
        }
        channel.close();
        for (Together.Running<Integer> receiver : receivers) {
            ChannelClosedException failure = (ChannelClosedException) receiver.failure();
            assertNull(failure.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void closeRefusesWaitingSenders(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> inside = ChannelKind.fill(channel);
        Together.Running<Boolean> sender = Together.start(() -> channel.send(9, FOREVER)).awaitParked();
        assertEquals(inside, channel.cancel());
        assertEquals(ChannelClosedException.class, sender.failure().getClass());
        assertEquals(List.of(), channel.cancel());
    }

    @ParameterizedTest
    @EnumSource
    void batchesKeepTheirOrder(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> sent = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Together.Running<Integer> sender = Together.start(() -> channel.sendAll(sent));
        List<Integer> received = new ArrayList<>();
        assertEquals(0, channel.receiveAll(received, 0));
        while (received.size() < sent.size()) {
            int before = received.size();
            int count = channel.receiveAll(received, 4);
            assertTrue(count >= 1 && count <= 4 && received.size() == before + count);
        }
        assertEquals(sent, received);
        assertEquals(10, sender.join());
        assertEquals(0, channel.sendAll(List.of()));
    }

    @Test
    void batchThatIsCutShortSaysHowManyWereSent() throws Exception {
        Channel<Integer> channel = Channel.bounded(2);
        Together.Running<Integer> closed = Together.start(() -> channel.sendAll(List.of(1, 2, 3))).awaitParked();
        channel.close();
        assertEquals(2, closed.join());
        Channel<Integer> other = Channel.bounded(2);
        Together.Running<Integer> interrupted = Together.start(() -> {
            int sent = other.sendAll(List.of(1, 2, 3));
            return Thread.interrupted() ? sent : -1;
        }).awaitParked();
        interrupted.thread().interrupt();
        assertEquals(2, interrupted.join());
    }
}
