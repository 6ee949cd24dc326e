package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each method of a channel's view as a queue, for one or two threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelQueueTest {

    /** Fills a queue that has room for few elements; returns what is inside. */
    private static List<Integer> fill(BlockingQueue<Integer> queue) {
        List<Integer> inside = new ArrayList<>();
        while (inside.size() < 5 && queue.offer(inside.size())) {
            inside.add(inside.size());
        }
        return inside;
    }

    private static List<Integer> drain(BlockingQueue<Integer> queue) {
        List<Integer> drained = new ArrayList<>();
        queue.drainTo(drained);
        return drained;
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefusedAndAbsent(ChannelKind kind) {
        BlockingQueue<Integer> queue = kind.<Integer>create().asBlockingQueue();
        assertThrows(NullPointerException.class, () -> queue.add(null));
        assertThrows(NullPointerException.class, () -> queue.offer(null));
        assertThrows(NullPointerException.class, () -> queue.put(null));
        assertThrows(NullPointerException.class, () -> queue.offer(null, 1, TimeUnit.DAYS));
        assertThrows(NullPointerException.class, () -> queue.offer(1, 1, null));
        assertThrows(NullPointerException.class, () -> queue.poll(1, null));
        assertThrows(NullPointerException.class, () -> queue.drainTo(null));
        assertThrows(NullPointerException.class, () -> queue.drainTo(null, 0));
        assertThrows(NullPointerException.class, () -> queue.addAll(null));
        assertThrows(NullPointerException.class, () -> queue.addAll(Arrays.asList((Integer) null)));
        assertThrows(NullPointerException.class, () -> queue.removeAll(null));
        assertThrows(NullPointerException.class, () -> queue.retainAll(null));
        assertThrows(NullPointerException.class, () -> queue.removeIf(null));
        assertFalse(queue.contains(null));
        assertFalse(queue.remove(null));
        assertEquals(0, queue.size());
    }

    @ParameterizedTest
    @EnumSource
    void emptyQueueGivesNothing(ChannelKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.<Integer>create().asBlockingQueue();
        assertNull(queue.poll());
        assertNull(queue.poll(0, TimeUnit.DAYS));
        assertNull(queue.poll(-1, TimeUnit.DAYS));
        assertNull(queue.poll(Long.MIN_VALUE, TimeUnit.DAYS));
        assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
        assertNull(queue.peek());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
        assertTrue(queue.isEmpty());
        assertFalse(queue.contains(1));
        assertFalse(queue.remove((Object) 1));
        assertFalse(queue.removeIf(any -> true));
        assertEquals(List.of(), drain(queue));
        assertEquals("[]", queue.toString());
        assertArrayEquals(new Object[0], queue.toArray());
        Iterator<Integer> iterator = queue.iterator();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        assertThrows(IllegalStateException.class, queue.iterator()::remove);
        queue.clear();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void fullQueueTakesNothing(ChannelKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.<Integer>create().asBlockingQueue();
        List<Integer> inside = fill(queue);
        assertEquals(kind.capacity(), inside.size());
        assertEquals(0, queue.remainingCapacity());
        assertFalse(queue.offer(9));
        assertFalse(queue.offer(9, 0, TimeUnit.DAYS));
        assertFalse(queue.offer(9, Long.MIN_VALUE, TimeUnit.DAYS));
        assertFalse(queue.offer(9, 1, TimeUnit.MILLISECONDS));
        assertThrows(IllegalStateException.class, () -> queue.add(9));
        assertThrows(IllegalStateException.class, () -> queue.addAll(List.of(9)));
        assertEquals(inside, drain(queue));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RENDEZVOUS")
    void queueAndChannelShareTheirElements(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        queue.put(1);
        assertEquals(1, channel.size());
        assertEquals(1, channel.receive());
        channel.send(2);
        assertEquals(2, queue.peek());
        assertEquals(2, queue.element());
        assertEquals(2, queue.take());
        assertTrue(queue.add(3));
        assertEquals(3, channel.asBlockingQueue().remove());
        assertTrue(queue.offer(4, 1, TimeUnit.DAYS));
        assertEquals(4, queue.poll(1, TimeUnit.DAYS));
        assertEquals(1, channel.sendAll(List.of(5)));
        assertEquals(5, queue.poll());
        assertEquals(kind.capacity(), queue.remainingCapacity());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void putWakesATakerAndTakeAPutter(ChannelKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.<Integer>create().asBlockingQueue();
        Together.Running<Integer> untimed = Together.start(queue::take).awaitParked();
        queue.put(1);
        assertEquals(1, untimed.join());
        Together.Running<Integer> timed = Together.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitParkedTimed();
        queue.put(2);
        assertEquals(2, timed.join());
        Together.Running<Integer> longest = Together.start(() -> queue.poll(Long.MAX_VALUE, TimeUnit.DAYS));
        queue.put(3);
        assertEquals(3, longest.join());
        if (kind != ChannelKind.UNBOUNDED) {
            List<Integer> inside = fill(queue);
            Together.Running<Boolean> putter = Together.start(() -> {
                queue.put(7);
                return queue.offer(8, 1, TimeUnit.DAYS);
            }).awaitParked();
            inside.addAll(List.of(7, 8));
            for (int expected : inside) {
                assertEquals(expected, queue.take());
            }
            assertTrue(putter.join());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void interruptedThreadHasDoneNothing(ChannelKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.<Integer>create().asBlockingQueue();
        Together.Running<Integer> taker = Together.start(queue::take).awaitParked();
        taker.thread().interrupt();
        assertEquals(InterruptedException.class, taker.failure().getClass());
        Together.Running<Integer> poller = Together.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitParkedTimed();
        poller.thread().interrupt();
        assertEquals(InterruptedException.class, poller.failure().getClass());
        List<Integer> inside = fill(queue);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.put(9));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.offer(9, 0, TimeUnit.DAYS));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::take);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.poll(0, TimeUnit.DAYS));
        if (kind != ChannelKind.UNBOUNDED) {
            Together.Running<Boolean> putter =
                    Together.start(() -> queue.offer(9, 1, TimeUnit.DAYS)).awaitParkedTimed();
            putter.thread().interrupt();
            assertEquals(InterruptedException.class, putter.failure().getClass());
        }
        assertEquals(inside, drain(queue));
    }

    @ParameterizedTest
    @EnumSource
    void closedQueueGivesWhatIsInside(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> inside = fill(queue);
        assertFalse(channel.isClosed());
        channel.close();
        assertTrue(channel.isClosed());
        assertFalse(queue.offer(9));
        assertFalse(queue.offer(9, 1, TimeUnit.DAYS));
        assertThrows(ChannelClosedException.class, () -> queue.put(9));
        assertThrows(ChannelClosedException.class, () -> queue.add(9));
        assertThrows(ChannelClosedException.class, () -> queue.addAll(List.of(9)));
        for (int i = 0; i < inside.size(); i++) {
            assertEquals(i, queue.peek());
            assertEquals(i, i == 0 ? queue.poll(1, TimeUnit.DAYS) : i == 1 ? queue.take() : queue.poll());
        }
        assertNull(queue.peek());
        assertNull(queue.poll());
        assertNull(queue.poll(1, TimeUnit.DAYS));
        assertThrows(ChannelClosedException.class, queue::take);
        assertThrows(ChannelClosedException.class, channel::receive);
        assertTrue(queue.isEmpty());
        assertTrue(channel.asBlockingQueue().isEmpty());
        assertFalse(channel.asBlockingQueue().offer(9));
    }

    @ParameterizedTest
    @EnumSource(names = {"THREE", "UNBOUNDED", "DROP_OLDEST"})
    void closedQueueCanBeInspectedAndEmptied(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        queue.addAll(List.of(0, 1, 2));
        channel.close();
        assertEquals(3, queue.size());
        assertEquals(0, queue.element());
        assertTrue(queue.contains(1));
        assertEquals("[0, 1, 2]", queue.toString());
        assertArrayEquals(new Object[] {0, 1, 2}, queue.toArray());
        assertEquals(3, queue.stream().count());
        Iterator<Integer> iterator = queue.iterator();
        assertEquals(0, iterator.next());
        iterator.remove();
        assertTrue(queue.remove((Object) 1));
        assertFalse(queue.removeIf(element -> element == 1));
        assertEquals(2, queue.remove());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
        assertFalse(queue.removeAll(List.of(0, 1, 2)));
        assertFalse(queue.retainAll(List.of()));
        assertFalse(queue.contains(1));
        assertEquals(1, iterator.next(), "expected the iterator to hold its next element");
        assertFalse(iterator.hasNext());
        queue.clear();
        assertEquals(0, queue.size());
        assertEquals(kind.capacity(), queue.remainingCapacity());
        assertThrows(ChannelClosedException.class, queue::take);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void closeEndsWaits(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        Together.Running<Integer> taker = Together.start(queue::take).awaitParked();
        Together.Running<Integer> poller = Together.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitParkedTimed();
        channel.close();
        assertEquals(ChannelClosedException.class, taker.failure().getClass());
        assertNull(poller.join());
        if (kind != ChannelKind.UNBOUNDED) {
            Channel<Integer> full = kind.create();
            BlockingQueue<Integer> fullQueue = full.asBlockingQueue();
            fill(fullQueue);
            Together.Running<Boolean> putter = Together.start(() -> {
                fullQueue.put(9);
                return true;
            }).awaitParked();
            Together.Running<Boolean> offerer =
                    Together.start(() -> fullQueue.offer(9, 1, TimeUnit.DAYS)).awaitParkedTimed();
            full.close();
            assertEquals(ChannelClosedException.class, putter.failure().getClass());
            assertFalse(offerer.join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void channelThatWasClosedBeforeHasAClosedQueue(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        boolean sent = channel.trySend(1);
        channel.close();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        assertTrue(channel.isClosed());
        assertFalse(queue.offer(2));
        assertThrows(ChannelClosedException.class, () -> queue.add(2));
        assertEquals(sent ? List.of(1) : List.of(), drain(queue));
        assertThrows(ChannelClosedException.class, channel::tryReceive);
    }

    @ParameterizedTest
    @EnumSource
    void drainToRefusesTheQueueItself(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        BlockingQueue<Integer> other = channel.asBlockingQueue();
        for (Collection<Integer> same : List.of(queue, other)) {
            assertThrows(IllegalArgumentException.class, () -> queue.drainTo(same));
            assertThrows(IllegalArgumentException.class, () -> queue.drainTo(same, 0));
            assertThrows(IllegalArgumentException.class, () -> queue.addAll(same));
            assertThrows(IllegalArgumentException.class, () -> channel.drainTo(same, 1));
            assertThrows(IllegalArgumentException.class, () -> channel.receiveAll(same, 1));
        }
        BlockingQueue<Integer> foreign = Channel.<Integer>unbounded().asBlockingQueue();
        List<Integer> inside = fill(queue);
        assertEquals(inside.size(), queue.drainTo(foreign));
        assertEquals(inside, drain(foreign));
    }

    @Test
    void drainToKeepsToItsLimit() {
        BlockingQueue<Integer> queue = Channel.<Integer>bounded(5).asBlockingQueue();
        fill(queue);
        List<Integer> drained = new ArrayList<>();
        assertEquals(0, queue.drainTo(drained, 0));
        assertEquals(0, queue.drainTo(drained, -1));
        assertEquals(0, queue.drainTo(drained, Integer.MIN_VALUE));
        assertEquals(2, queue.drainTo(drained, 2));
        assertEquals(3, queue.drainTo(drained, Integer.MAX_VALUE));
        assertEquals(List.of(0, 1, 2, 3, 4), drained);
    }

    @ParameterizedTest
    @EnumSource(names = {"THREE", "UNBOUNDED"})
    void removalFromTheMiddleFreesRoomAtOnce(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        queue.addAll(List.of(1, 2, 3));
        assertFalse(queue.remove((Object) 4));
        assertTrue(queue.remove((Object) 2));
        assertFalse(queue.remove((Object) 2));
        assertEquals(2, queue.size());
        assertTrue(queue.offer(4));
        assertEquals(kind == ChannelKind.UNBOUNDED, queue.offer(5));
        if (kind != ChannelKind.UNBOUNDED) {
            Together.Running<Boolean> sender = Together.start(() -> {
                channel.send(5);
                return true;
            }).awaitParked();
            assertTrue(queue.remove((Object) 3));
            assertTrue(sender.join());
            queue.remove((Object) 1);
        } else {
            queue.removeIf(element -> element % 2 == 1 && element < 5);
        }
        assertEquals(List.of(4, 5), drain(queue));
    }

    @Test
    void removeTakesOnlyTheFirstOfEqualElements() {
        BlockingQueue<String> queue = Channel.<String>unbounded().asBlockingQueue();
        queue.addAll(List.of("a", "b", "a"));
        assertTrue(queue.remove((Object) "a"));
        assertEquals("[b, a]", queue.toString());
    }

    @Test
    void bulkRemovalsTakeWhatTheyName() {
        BlockingQueue<Integer> queue = Channel.<Integer>unbounded().asBlockingQueue();
        queue.addAll(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        assertTrue(queue.removeAll(List.of(0, 3, 9)));
        assertFalse(queue.removeAll(List.of(0, 3, 9)));
        assertTrue(queue.removeIf(element -> element == 7));
        assertFalse(queue.removeIf(element -> element == 7));
        assertTrue(queue.retainAll(List.of(1, 4, 5)));
        assertFalse(queue.retainAll(List.of(1, 4, 5)));
        assertTrue(queue.containsAll(List.of(1, 4, 5)));
        assertArrayEquals(new Object[] {1, 4, 5}, queue.toArray());
        assertArrayEquals(new Integer[] {1, 4, 5}, queue.toArray(new Integer[0]));
        assertArrayEquals(new Integer[] {1, 4, 5, null}, queue.toArray(new Integer[] {9, 9, 9, null}));
        assertEquals(10, queue.stream().mapToInt(Integer::intValue).sum());
        queue.clear();
        assertEquals(0, queue.size());
        assertNull(queue.poll());
    }

    @Test
    void failingFilterLeavesTheRest() {
        BlockingQueue<Integer> queue = Channel.<Integer>bounded(3).asBlockingQueue();
        queue.addAll(List.of(0, 1, 2));
        assertThrows(ArithmeticException.class, () -> queue.removeIf(element -> 1 / (1 - element) > 0));
        assertEquals(List.of(1, 2), drain(queue));
    }

    @Test
    void iteratorIsWeaklyConsistentAndRemoves() {
        BlockingQueue<Integer> queue = Channel.<Integer>bounded(5).asBlockingQueue();
        queue.addAll(List.of(0, 1, 2, 3));
        Iterator<Integer> iterator = queue.iterator();
        assertEquals(0, iterator.next());
        queue.poll();
        queue.remove((Object) 2);
        assertEquals(1, iterator.next());
        iterator.remove();
        assertEquals("[3]", queue.toString());
        assertThrows(IllegalStateException.class, iterator::remove);
        assertEquals(3, iterator.next());
        assertEquals(3, queue.poll());
        // Another thread has the element: this is no failure.
        iterator.remove();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        assertTrue(queue.isEmpty());
        assertEquals(5, queue.remainingCapacity());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREE", "UNBOUNDED"})
    void whatWasSentBeforeTheViewIsReceivedFirstAndCannotBeRemoved(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        channel.sendAll(List.of(1, 2));
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        assertFalse(channel.isClosed());
        queue.add(3);
        assertEquals(kind == ChannelKind.UNBOUNDED, queue.offer(4));
        queue.remove((Object) 4);
        assertEquals(3, queue.size());
        assertEquals("[1, 2, 3]", queue.toString());
        assertTrue(queue.contains(2));
        assertFalse(queue.remove((Object) 2));
        Iterator<Integer> iterator = queue.iterator();
        assertEquals(1, iterator.next());
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertEquals(1, queue.peek());
        assertEquals(1, queue.poll());
        assertEquals(1, channel.sendAll(List.of(4)));
        assertEquals(2, channel.receive());
        assertTrue(queue.remove((Object) 3));
        assertEquals(4, channel.receive());
    }

    @Test
    void dropOldestQueueAlwaysHasRoom() {
        List<Integer> dropped = new ArrayList<>();
        Channel<Integer> channel = Channel.dropOldest(2, dropped::add);
        channel.trySend(1);
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        assertEquals(1, queue.remainingCapacity());
        for (int i = 2; i <= 5; i++) {
            assertTrue(queue.offer(i));
        }
        assertEquals(List.of(1, 2, 3), dropped);
        assertEquals(3, channel.dropped());
        assertEquals(0, queue.remainingCapacity());
        assertTrue(queue.remove((Object) 4));
        assertTrue(queue.add(6));
        assertEquals(List.of(5, 6), drain(queue));
        assertEquals(3, channel.dropped());
        channel.close();
        assertFalse(queue.offer(7));
    }

    @Test
    void rendezvousQueueBehavesAsASynchronousQueue() throws Exception {
        BlockingQueue<Integer> queue = Channel.<Integer>rendezvous().asBlockingQueue();
        Together.Running<Boolean> putter = Together.start(() -> {
            queue.put(1);
            return true;
        }).awaitParked();
        assertEquals(0, queue.size());
        assertEquals(0, queue.remainingCapacity());
        assertNull(queue.peek());
        assertTrue(queue.isEmpty());
        assertFalse(queue.iterator().hasNext());
        assertFalse(queue.remove((Object) 1));
        queue.clear();
        assertEquals(1, queue.poll());
        assertTrue(putter.join());
    }

    @Test
    void timerHasNoQueue() {
        Channel<?> timer = (Channel<?>) Channel.never();
        assertThrows(UnsupportedOperationException.class, timer::asBlockingQueue);
        assertThrows(UnsupportedOperationException.class, timer::asTransferQueue);
    }
}
