package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Sends and receives of several elements at once. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchTest {

    /** A collection that throws when a number of elements has been added. */
    private static final class Limited extends AbstractCollection<Integer> {

        private final List<Integer> added = new ArrayList<>();
        private final int limit;

        Limited(int limit) {
            this.limit = limit;
        }

        @Override
        public boolean add(Integer element) {
            if (added.size() == limit) {
                throw new IllegalStateException("simulated");
            }
            return added.add(element);
        }

        @Override
        public Iterator<Integer> iterator() {
            return added.iterator();
        }

        @Override
        public int size() {
            return added.size();
        }
    }

    private static Collection<Integer> withoutElements() {
        return List.of();
    }

    /** A batch with a null is refused as a whole, wherever the null stands. */
    @ParameterizedTest
    @EnumSource
    void batchWithANullSendsNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        for (int position = 0; position < 3; position++) {
            List<Integer> batch = new ArrayList<>(List.of(1, 2));
            batch.add(position, null);
            assertThrows(NullPointerException.class, () -> channel.sendAll(batch));
            assertEquals(0, channel.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptedThreadMovesNoBatch(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> channel.sendAll(List.of(1)));
        assertFalse(Thread.interrupted());
        assertNull(channel.tryReceive());
        channel.trySend(1);
        int size = channel.size();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> channel.receiveAll(new ArrayList<>(), 1));
        assertEquals(size, channel.size());
        // Neither of these may park, so neither notices the interrupt.
        Thread.currentThread().interrupt();
        assertEquals(size, channel.drainTo(new ArrayList<>(), 9));
        assertEquals(0, channel.receiveAll(new ArrayList<>(), 0));
        assertTrue(Thread.interrupted());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void interruptInTheMiddleSaysHowManyWereSent(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<Integer> sender = Together.start(() -> {
            int sent = channel.sendAll(List.of(0, 1, 2, 3, 4, 5, 6, 7));
            assertTrue(Thread.interrupted(), "expected the interrupted status to be kept");
            return sent;
        }).awaitParked();
        assertEquals(0, channel.receive());
        // The sender sends as many as fit, and waits again.
        while (channel.size() < kind.capacity()) {
            Thread.onSpinWait();
        }
        sender.thread().interrupt();
        assertEquals(1 + kind.capacity(), sender.join());
        List<Integer> left = channel.cancel();
        for (int i = 0; i < left.size(); i++) {
            assertEquals(1 + i, left.get(i));
        }
        assertEquals(kind.capacity(), left.size());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void interruptBeforeTheFirstElementThrows(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        for (int i = 0; i < kind.capacity(); i++) {
            channel.send(-1);
        }
        Together.Running<Integer> sender = Together.start(() -> channel.sendAll(List.of(0, 1))).awaitParked();
        sender.thread().interrupt();
        assertEquals(InterruptedException.class, sender.failure().getClass());
        Exception cause = new Exception("simulated");
        Together.Running<Integer> other = Together.start(() -> channel.sendAll(List.of(0, 1))).awaitParked();
        channel.close(cause);
        Throwable failure = other.failure();
        assertSame(cause, ((ChannelClosedException) failure).getCause());
        assertEquals(kind.capacity(), channel.cancel().size());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void closeInTheMiddleSaysHowManyWereSent(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<Integer> sender = Together.start(() -> channel.sendAll(List.of(0, 1, 2, 3, 4, 5, 6, 7)));
        assertEquals(0, channel.receive());
        while (channel.size() < kind.capacity()) {
            Thread.onSpinWait();
        }
        channel.close();
        int sent = sender.join();
        assertEquals(sent, 1 + channel.cancel().size());
    }

    @Test
    void limitIsKept() throws Exception {
        Channel<Integer> channel = Channel.unbounded();
        channel.sendAll(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        List<Integer> received = new ArrayList<>();
        assertEquals(0, channel.drainTo(received, 0));
        assertEquals(3, channel.drainTo(received, 3));
        assertEquals(0, channel.receiveAll(received, 0));
        assertEquals(1, channel.receiveAll(received, 1));
        assertEquals(2, channel.receiveAll(received, 2));
        assertEquals(4, channel.receiveAll(received, Integer.MAX_VALUE));
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), received);
        assertThrows(IllegalArgumentException.class, () -> channel.receiveAll(received, -1));
        assertThrows(IllegalArgumentException.class, () -> channel.drainTo(received, Integer.MIN_VALUE));
    }

    @ParameterizedTest
    @EnumSource
    void receiveAllWaitsForTheFirstElement(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Integer> received = new ArrayList<>();
        Together.Running<Integer> receiver = Together.start(() -> channel.receiveAll(received, 1)).awaitParked();
        channel.send(1);
        assertEquals(1, receiver.join());
        assertEquals(List.of(1), received);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RENDEZVOUS")
    void destinationThatThrowsLosesOneElementAtMost(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        int filled = Math.min(3, kind.capacity());
        for (int i = 0; i < filled; i++) {
            channel.send(i);
        }
        Limited none = new Limited(0);
        assertThrows(IllegalStateException.class, () -> channel.drainTo(none, 9));
        assertEquals(filled - 1, channel.size());
        channel.send(9);
        Limited one = new Limited(1);
        if (filled > 1) {
            assertThrows(IllegalStateException.class, () -> channel.receiveAll(one, 9));
            assertEquals(List.of(1), one.added);
        }
        List<Integer> left = new ArrayList<>();
        channel.drainTo(left, 9);
        assertEquals(List.of(9), left);
    }

    /** A destination that throws has freed room, so a sender that waits for it is woken. */
    @Test
    void destinationThatThrowsWakesASender() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        channel.send(1);
        Together.Running<Integer> sender = Together.start(() -> channel.sendAll(List.of(2))).awaitParked();
        assertThrows(IllegalStateException.class, () -> channel.drainTo(new Limited(0), 1));
        assertEquals(1, sender.join());
        assertEquals(2, channel.receive());
    }

    /** One batch wakes as many receivers as it has elements for, although each wake-up wakes one thread only. */
    @ParameterizedTest
    @EnumSource
    void sendAllWakesAllReceiversThatItCanServe(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Together.Running<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            receivers.add(Together.start(channel::receive).awaitParked());
        }
        assertEquals(6, channel.sendAll(List.of(0, 1, 2, 3, 4, 5)));
        int sum = 0;
        for (Together.Running<Integer> receiver : receivers) {
            sum += receiver.join();
        }
        assertEquals(15, sum);
    }

    /** No more is received, so each sender but the first depends on the one before it to be woken. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void drainToWakesAllSendersThatItMakesRoomFor(ChannelKind kind) throws Exception {
        int count = kind == ChannelKind.RENDEZVOUS ? 3 : kind.capacity();
        for (int round = 0; round < 50; round++) {
            Channel<Integer> channel = kind.create();
            for (int i = 0; i < kind.capacity(); i++) {
                channel.send(-1);
            }
            List<Together.Running<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                senders.add(Together.start(() -> channel.sendAll(List.of(7))).awaitParked());
            }
            assertEquals(count, channel.drainTo(new ArrayList<>(), count));
            for (Together.Running<Integer> sender : senders) {
                assertEquals(1, sender.join());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyBatchSendsNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        assertEquals(0, channel.sendAll(withoutElements()));
        assertEquals(0, channel.size());
    }
}
