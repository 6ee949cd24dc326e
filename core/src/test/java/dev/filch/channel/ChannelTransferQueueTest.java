package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a channel's view as a transfer queue adds to a blocking queue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTransferQueueTest {

    private static Together.Running<Boolean> transfer(TransferQueue<Integer> queue, int element) {
        return Together.start(() -> {
            queue.transfer(element);
            return true;
        });
    }

    @Test
    void otherChannelsHaveNone() {
        assertThrows(UnsupportedOperationException.class, () -> Channel.bounded(1).asTransferQueue());
        assertThrows(UnsupportedOperationException.class, () -> Channel.dropOldest(1).asTransferQueue());
        assertFalse(Channel.unbounded().asBlockingQueue() instanceof TransferQueue);
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void nullIsRefused(ChannelKind kind) {
        TransferQueue<Integer> queue = kind.<Integer>create().asTransferQueue();
        assertThrows(NullPointerException.class, () -> queue.transfer(null));
        assertThrows(NullPointerException.class, () -> queue.tryTransfer(null));
        assertThrows(NullPointerException.class, () -> queue.tryTransfer(null, 1, TimeUnit.DAYS));
        assertThrows(NullPointerException.class, () -> queue.tryTransfer(1, 1, null));
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void transferWaitsUntilTheElementIsTaken(ChannelKind kind) throws Exception {
        TransferQueue<Integer> queue = kind.<Integer>create().asTransferQueue();
        Together.Running<Boolean> first = transfer(queue, 1).awaitParked();
        Together.Running<Boolean> second =
                Together.start(() -> queue.tryTransfer(2, 1, TimeUnit.DAYS)).awaitParkedTimed();
        assertEquals(1, queue.take());
        assertTrue(first.join());
        assertEquals(2, queue.poll());
        assertTrue(second.join());
        Together.Running<Integer> taker = Together.start(queue::take).awaitParked();
        queue.transfer(3);
        assertEquals(3, taker.join());
        Together.Running<Integer> timed = Together.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitParkedTimed();
        assertTrue(queue.tryTransfer(4, 1, TimeUnit.DAYS));
        assertEquals(4, timed.join());
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void tryTransferNeedsAWaitingConsumer(ChannelKind kind) throws Exception {
        TransferQueue<Integer> queue = kind.<Integer>create().asTransferQueue();
        assertFalse(queue.tryTransfer(1));
        assertFalse(queue.tryTransfer(1, 0, TimeUnit.DAYS));
        assertFalse(queue.tryTransfer(1, Long.MIN_VALUE, TimeUnit.DAYS));
        assertFalse(queue.tryTransfer(1, 1, TimeUnit.MILLISECONDS));
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
        assertFalse(queue.hasWaitingConsumer());
        assertEquals(0, queue.getWaitingConsumerCount());
        Together.Running<Integer> first = Together.start(queue::take).awaitParked();
        Together.Running<Integer> second = Together.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitParkedTimed();
        assertTrue(queue.hasWaitingConsumer());
        assertEquals(2, queue.getWaitingConsumerCount());
        assertTrue(queue.tryTransfer(1));
        assertEquals(1, first.join());
        assertTrue(queue.tryTransfer(2, 0, TimeUnit.DAYS));
        assertEquals(2, second.join());
        assertFalse(queue.tryTransfer(3));
        assertEquals(0, queue.getWaitingConsumerCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void tryTransferReachesASelection(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        TransferQueue<Integer> queue = channel.asTransferQueue();
        Channel<Integer> other = Channel.bounded(1);
        Together.Running<Integer> selection = Together.start(() ->
                Select.<Integer>select(other.onReceive(element -> -1), channel.onReceive(element -> element)))
                .awaitParked();
        assertTrue(queue.hasWaitingConsumer());
        assertTrue(queue.tryTransfer(7));
        assertEquals(7, selection.join());
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void transfersReachASubscription(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        TransferQueue<Integer> queue = channel.asTransferQueue();
        QueuedExecutor executor = new QueuedExecutor();
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        channel.asPublisher(executor).subscribe(subscriber);
        executor.runAll();
        assertTrue(queue.tryTransfer(1));
        assertFalse(queue.tryTransfer(2), "expected the subscription to take what it has requested");
        executor.runAll();
        Together.Running<Boolean> transfer = transfer(queue, 3).awaitParked();
        subscriber.request(2);
        executor.runAll();
        assertTrue(transfer.join());
        assertTrue(queue.tryTransfer(4));
        executor.refuseFromNowOn();
        subscriber.subscription().cancel();
        executor.runAll();
        subscriber.assertHas(List.of(1, 3, 4), null);
    }

    @Test
    void tryTransferDoesNotOvertake() throws Exception {
        TransferQueue<Integer> queue = Channel.<Integer>unbounded().asTransferQueue();
        queue.add(1);
        assertFalse(queue.tryTransfer(2));
        assertEquals(1, queue.take());
        assertTrue(queue.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void interruptedTransferLeavesNothingBehind(ChannelKind kind) throws Exception {
        TransferQueue<Integer> queue = kind.<Integer>create().asTransferQueue();
        Together.Running<Boolean> transfer = transfer(queue, 1).awaitParked();
        transfer.thread().interrupt();
        assertEquals(InterruptedException.class, transfer.failure().getClass());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.transfer(1));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.tryTransfer(1, 0, TimeUnit.DAYS));
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
    }

    @Test
    void elementsThatWaitCountAndCanBeRemoved() throws Exception {
        Channel<Integer> channel = Channel.unbounded();
        TransferQueue<Integer> queue = channel.asTransferQueue();
        queue.add(1);
        Together.Running<Boolean> transfer = transfer(queue, 2).awaitParked();
        Together.Running<Boolean> other = transfer(queue, 3).awaitParked();
        assertEquals(3, queue.size());
        assertTrue(queue.remove((Object) 2));
        assertTrue(transfer.join());
        List<Integer> drained = new ArrayList<>();
        assertEquals(2, queue.drainTo(drained));
        assertTrue(other.join());
        assertEquals(List.of(1, 3), drained);
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void closeEndsTransfers(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        TransferQueue<Integer> queue = channel.asTransferQueue();
        Together.Running<Boolean> transfer = transfer(queue, 1).awaitParked();
        Together.Running<Boolean> timed =
                Together.start(() -> queue.tryTransfer(2, 1, TimeUnit.DAYS)).awaitParkedTimed();
        channel.close();
        assertEquals(ChannelClosedException.class, transfer.failure().getClass());
        assertFalse(timed.join());
        assertTrue(queue.isEmpty());
        assertThrows(ChannelClosedException.class, () -> queue.transfer(3));
        assertFalse(queue.tryTransfer(3));
        assertFalse(queue.tryTransfer(3, 1, TimeUnit.DAYS));
        assertThrows(ChannelClosedException.class, channel::tryReceive);
    }
}
