package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Iterators and streams of channels. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IterationTest {

    private static final List<Integer> NUMBERS = IntStream.range(0, 10).boxed().collect(Collectors.toList());

    /** Sends the numbers from another thread, and closes the channel. */
    private static void sendNumbers(Channel<Integer> channel, Throwable cause) {
        Together.start(() -> {
            assertEquals(NUMBERS.size(), channel.sendAll(NUMBERS));
            channel.close(cause);
            return null;
        });
    }

    private static <E> List<E> collect(Iterable<E> elements) {
        List<E> collected = new ArrayList<>();
        for (E element : elements) {
            collected.add(element);
        }
        return collected;
    }

    @ParameterizedTest
    @EnumSource
    void iterationEndsAtTheClose(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        sendNumbers(channel, null);
        assertEquals(NUMBERS, collect(channel));
        Iterator<Integer> ended = channel.iterator();
        assertFalse(ended.hasNext());
        assertThrows(NoSuchElementException.class, ended::next);
        assertFalse(ended.hasNext());
    }

    @ParameterizedTest
    @EnumSource
    void streamEndsAtTheClose(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        sendNumbers(channel, null);
        assertEquals(NUMBERS, channel.stream().toList());
        assertEquals(0, channel.stream().count());
        assertFalse(channel.stream().isParallel());
    }

    /** The iterator throws as long as it is asked, like the channel itself. */
    @ParameterizedTest
    @EnumSource
    void iterationThrowsTheCauseOfTheClose(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Exception cause = new Exception("simulated");
        sendNumbers(channel, cause);
        Iterator<Integer> iterator = channel.iterator();
        List<Integer> received = new ArrayList<>();
        NUMBERS.forEach(number -> received.add(iterator.next()));
        assertEquals(NUMBERS, received);
        assertSame(cause, assertThrows(ChannelClosedException.class, iterator::hasNext).getCause());
        assertSame(cause, assertThrows(ChannelClosedException.class, iterator::next).getCause());
        assertSame(cause, assertThrows(ChannelClosedException.class, iterator::hasNext).getCause());
        assertSame(cause, assertThrows(ChannelClosedException.class, () -> channel.stream().count()).getCause());
    }

    @Test
    void hasNextReceivesOneElementAtMost() {
        Channel<Integer> channel = Channel.unbounded();
        channel.trySend(1);
        channel.trySend(2);
        Iterator<Integer> iterator = channel.iterator();
        assertEquals(2, channel.size(), "expected a new iterator to have received nothing");
        assertTrue(iterator.hasNext());
        assertTrue(iterator.hasNext());
        assertEquals(1, channel.size());
        assertEquals(1, iterator.next());
        assertEquals(1, channel.size());
        assertEquals(2, iterator.next());
        assertThrows(UnsupportedOperationException.class, iterator::remove);
    }

    @Test
    void streamThatEndsEarlyReceivesOneElementMoreAtMost() {
        Channel<Integer> channel = Channel.unbounded();
        NUMBERS.forEach(channel::trySend);
        assertEquals(List.of(0, 1, 2), channel.stream().limit(3).toList());
        assertTrue(channel.size() >= 6, channel::toString);
        int left = channel.size();
        assertEquals(NUMBERS.get(10 - left), channel.stream().findFirst().orElseThrow());
        assertTrue(channel.size() >= left - 2, channel::toString);
    }

    @ParameterizedTest
    @EnumSource
    void interruptedIterationCanGoOn(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Iterator<Integer> iterator = channel.iterator();
        CountDownLatch cancelledTwice = new CountDownLatch(1);
        Together.Running<Integer> iterating = Together.start(() -> {
            CancellationException cancelled = assertThrows(CancellationException.class, iterator::hasNext);
            assertEquals(InterruptedException.class, cancelled.getCause().getClass());
            assertTrue(Thread.currentThread().isInterrupted(), "expected the interrupted status to be kept");
            assertThrows(CancellationException.class, iterator::next);
            assertTrue(Thread.interrupted());
            cancelledTwice.countDown();
            return iterator.next();
        }).awaitParked();
        iterating.thread().interrupt();
        cancelledTwice.await();
        channel.send(7);
        assertEquals(7, iterating.join());
        assertNull(channel.tryReceive());
    }

    @Test
    void interruptedIteratorKeepsWhatItHasReceived() {
        Channel<Integer> channel = Channel.unbounded();
        channel.trySend(1);
        Iterator<Integer> iterator = channel.iterator();
        assertTrue(iterator.hasNext());
        Thread.currentThread().interrupt();
        assertTrue(iterator.hasNext());
        assertEquals(1, iterator.next());
        assertTrue(Thread.interrupted());
    }

    @ParameterizedTest
    @EnumSource
    void iteratorsShareTheElements(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        sendNumbers(channel, null);
        List<List<Integer>> parts = Together.run(3, index -> index == 0 ? channel.stream().toList() : collect(channel));
        List<Integer> all = new ArrayList<>();
        for (List<Integer> part : parts) {
            assertEquals(part.stream().sorted().toList(), part, "expected each part to be in order");
            all.addAll(part);
        }
        assertEquals(NUMBERS, all.stream().sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void iterationWaitsForTheNextElement(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<List<Integer>> collecting = Together.start(() -> collect(channel)).awaitParked();
        channel.send(1);
        collecting.awaitParked();
        channel.close();
        assertEquals(List.of(1), collecting.join());
    }

    @Test
    void exceptionOfAStreamOperationIsPassedOn() throws Exception {
        Channel<Integer> channel = Channel.unbounded();
        NUMBERS.forEach(channel::trySend);
        Together.Running<Long> streaming = Together.start(() -> channel.stream().peek(element -> {
            throw new IllegalArgumentException("simulated");
        }).filter(element -> true).count());
        assertEquals(IllegalArgumentException.class, streaming.failure().getClass());
        assertEquals(1, channel.receive());
    }

    @Test
    void spliteratorIsOrderedAndOfUnknownSize() {
        Channel<Integer> channel = Channel.unbounded();
        channel.trySend(1);
        Spliterator<Integer> spliterator = channel.spliterator();
        assertTrue(spliterator.hasCharacteristics(Spliterator.ORDERED | Spliterator.NONNULL));
        assertFalse(spliterator.hasCharacteristics(Spliterator.SIZED));
        assertEquals(Long.MAX_VALUE, spliterator.estimateSize());
        assertTrue(spliterator.tryAdvance(element -> assertEquals(1, element)));
    }
}
