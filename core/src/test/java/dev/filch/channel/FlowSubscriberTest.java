package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel requests from a publisher, and what becomes of it. The test's own thread runs all tasks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlowSubscriberTest {

    private static final Executor DIRECT = Runnable::run;

    private final QueuedExecutor executor = new QueuedExecutor();
    private final Upstream upstream = new Upstream();

    /** Counts what is requested. */
    private static class Upstream implements Flow.Subscription {

        private long requested;
        private boolean cancelled;

        @Override
        public void request(long elements) {
            assertTrue(elements > 0, () -> "requested " + elements);
            requested += elements;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private Flow.Subscriber<Integer> subscribe(Channel<Integer> channel) {
        return subscribe(channel, executor, upstream);
    }

    private static Flow.Subscriber<Integer> subscribe(
            Channel<Integer> channel, Executor executor, Flow.Subscription subscription) {
        Flow.Subscriber<Integer> subscriber = channel.asSubscriber(executor);
        subscriber.onSubscribe(subscription);
        return subscriber;
    }

    /** Sends what was requested; returns how many elements there are now in all. */
    private int serve(Flow.Subscriber<Integer> subscriber, int next) {
        int element = next;
        while (element < upstream.requested) {
            subscriber.onNext(element++);
        }
        return element;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void requestsAsManyElementsAsThereIsRoomFor(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        int room = Math.max(1, kind.capacity());
        assertEquals(room, upstream.requested);
        int next = serve(subscriber, 0);
        assertEquals(room, upstream.requested, "nothing more while the channel is full");
        assertEquals(0, executor.size());
        for (int expected = 0; expected < 20; expected++) {
            next = serve(subscriber, next);
            assertTrue(upstream.requested <= expected + room, "requested " + upstream.requested);
            assertEquals(expected, channel.tryReceive());
            executor.runAll();
        }
    }

    @Test
    void unboundedChannelRequestsOnAndOn() {
        Flow.Subscriber<Integer> subscriber = subscribe(Channel.unbounded());
        int next = 0;
        while (next < 2_000) {
            subscriber.onNext(next++);
            assertTrue(upstream.requested >= next + 100 && upstream.requested <= next + 256,
                    "requested " + upstream.requested + " with " + next + " sent");
        }
    }

    @Test
    void elementsThatFindNoRoomWaitInTheirOrder() {
        Channel<Integer> channel = Channel.bounded(3);
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        for (int i = 10; i < 13; i++) {
            assertTrue(channel.trySend(i));
        }
        serve(subscriber, 0);
        subscriber.onComplete();
        assertFalse(channel.isClosed());
        List<Integer> received = new ArrayList<>();
        while (channel.drainTo(received, 1) > 0) {
            executor.runAll();
        }
        assertEquals(List.of(10, 11, 12, 0, 1, 2), received);
        assertEquals(3, upstream.requested);
        assertTrue(channel.isClosed());
        assertFalse(upstream.cancelled);
    }

    @Test
    void roomThatOthersHaveTakenIsNotRequested() {
        Channel<Integer> channel = Channel.bounded(2);
        assertTrue(channel.trySend(10));
        assertTrue(channel.trySend(11));
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        assertEquals(0, upstream.requested);
        assertEquals(10, channel.tryReceive());
        executor.runAll();
        assertEquals(1, upstream.requested);
        subscriber.onNext(0);
        assertEquals(1, upstream.requested);
        assertEquals(11, channel.tryReceive());
        assertEquals(0, channel.tryReceive());
        executor.runAll();
        assertEquals(3, upstream.requested);
    }

    @ParameterizedTest
    @EnumSource
    void completionClosesTheChannel(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        subscriber.onNext(1);
        subscriber.onComplete();
        executor.runAll();
        assertEquals(1, channel.tryReceive());
        executor.runAll();
        assertNull(assertThrows(ChannelClosedException.class, channel::tryReceive).getCause());
        assertFalse(upstream.cancelled);
    }

    @ParameterizedTest
    @EnumSource
    void errorClosesTheChannelWithItsCause(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        subscriber.onNext(1);
        Exception error = new Exception("simulated");
        subscriber.onError(error);
        assertEquals(1, channel.tryReceive());
        executor.runAll();
        assertSame(error, assertThrows(ChannelClosedException.class, channel::tryReceive).getCause());
        assertFalse(upstream.cancelled);
    }

    @ParameterizedTest
    @EnumSource
    void closedChannelCancelsThePublisher(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        channel.close();
        executor.runAll();
        assertTrue(upstream.cancelled);
        subscriber.onNext(1);
        subscriber.onComplete();
        assertThrows(ChannelClosedException.class, channel::tryReceive);
    }

    @ParameterizedTest
    @EnumSource
    void channelThatIsClosedBeforeCancelsThePublisherAtOnce(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        channel.close();
        subscribe(channel);
        assertTrue(upstream.cancelled);
        assertEquals(0, upstream.requested);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void closeDropsWhatHasNotBeenSent(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        while (kind != ChannelKind.UNBOUNDED && channel.trySend(10)) {
            assertTrue(channel.size() <= kind.capacity());
        }
        subscriber.onNext(0);
        List<Integer> inside = channel.cancel();
        executor.runAll();
        assertTrue(upstream.cancelled);
        assertEquals(kind == ChannelKind.UNBOUNDED, inside.contains(0));
        assertThrows(ChannelClosedException.class, channel::tryReceive);
    }

    @Test
    void secondSubscriptionIsCancelled() {
        Channel<Integer> channel = Channel.bounded(3);
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        Upstream second = new Upstream();
        subscriber.onSubscribe(second);
        assertTrue(second.cancelled);
        assertEquals(0, second.requested);
        assertFalse(upstream.cancelled);
    }

    @Test
    void nullIsRefused() {
        Flow.Subscriber<Integer> subscriber = Channel.<Integer>bounded(3).asSubscriber(executor);
        assertThrows(NullPointerException.class, () -> subscriber.onSubscribe(null));
        subscriber.onSubscribe(upstream);
        assertThrows(NullPointerException.class, () -> subscriber.onNext(null));
        assertThrows(NullPointerException.class, () -> subscriber.onError(null));
    }

    /** The thread that could not submit the task closes the channel, and gets its element nevertheless. */
    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "ONE"})
    void refusedTaskClosesTheChannel(ChannelKind kind) throws Exception {
        List<Callable<Integer>> receives = new ArrayList<>();
        Channel<Integer> first = kind.create();
        receives.add(first::tryReceive);
        Channel<Integer> second = kind.create();
        receives.add(() -> Select.<Integer>select(second.onReceive(e -> e), Channel.<Integer>never().onReceive(e -> e)));
        for (Channel<Integer> channel : List.of(first, second)) {
            Upstream own = new Upstream();
            QueuedExecutor refusing = new QueuedExecutor();
            subscribe(channel, refusing, own).onNext(1);
            refusing.refuseFromNowOn();
            assertEquals(1, receives.remove(0).call());
            assertTrue(own.cancelled);
            assertInstanceOf(RejectedExecutionException.class,
                    assertThrows(ChannelClosedException.class, channel::tryReceive).getCause());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusedTaskAfterTheCloseCancelsThePublisherInTheClosingThread(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        subscribe(channel);
        executor.refuseFromNowOn();
        Exception cause = new Exception("simulated");
        channel.close(cause);
        assertTrue(upstream.cancelled);
        assertSame(cause, assertThrows(ChannelClosedException.class, channel::tryReceive).getCause());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void receivingThreadSendsAndRequestsIfTheExecutorRunsTasksInIt(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = subscribe(channel, DIRECT, upstream);
        Select<Integer> select = Select.of(channel.onReceive(e -> e), Channel.<Integer>never().onReceive(e -> e));
        int next = serve(subscriber, 0);
        for (int expected = 0; expected < 20; expected++) {
            long requested = upstream.requested;
            assertEquals(expected, expected % 2 == 0 ? channel.receive() : select.run());
            assertTrue(kind == ChannelKind.THREE || upstream.requested > requested, "the receive requests more");
            next = serve(subscriber, next);
        }
        channel.close();
        assertTrue(upstream.cancelled, "the closing thread cancels");
    }

    /** The subscription signals the next element as soon as it is requested, so inside the receive. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void publisherMaySignalInsideAReceive(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Flow.Subscriber<Integer> subscriber = channel.asSubscriber(DIRECT);
        int[] next = new int[1];
        subscriber.onSubscribe(new Upstream() {
            @Override
            public void request(long elements) {
                for (long i = 0; i < elements; i++) {
                    subscriber.onNext(next[0]++);
                }
            }
        });
        Select<Integer> select = Select.of(channel.onReceive(e -> e), Channel.<Integer>never().onReceive(e -> e));
        for (int expected = 0; expected < 1_000; expected++) {
            assertEquals(expected, expected % 2 == 0 ? channel.receive() : select.run());
        }
    }

    /**
     * Another thread signals every other element, so it may begin to wait while the receiver does. The receiver then
     * runs the task, which signals the next element, before its own wait has ended.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void receiverMeetsATaskThatRunsInItsThread(boolean selects) throws Exception {
        int count = 50_000;
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> signalledLater = Channel.bounded(1);
        Flow.Subscriber<Integer> subscriber = channel.asSubscriber(DIRECT);
        int[] next = new int[1];
        Together.Running<Boolean> publisher = Together.start(() -> {
            signalledLater.iterator().forEachRemaining(subscriber::onNext);
            return true;
        });
        subscriber.onSubscribe(new Upstream() {
            @Override
            public void request(long elements) {
                assertEquals(1, elements, "a rendezvous takes one element at a time");
                int element = next[0]++;
                if (element % 2 == 0) {
                    assertTrue(signalledLater.trySend(element));
                } else {
                    subscriber.onNext(element);
                }
            }
        });
        Select<Integer> select = Select.of(channel.onReceive(e -> e), Channel.<Integer>never().onReceive(e -> e));
        SplittableRandom random = Seeded.random("receiverMeetsATaskThatRunsInItsThread " + selects);
        for (int expected = 0; expected < count; expected++) {
            for (int spins = random.nextInt(500); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            assertEquals(expected, selects ? select.run() : channel.receive());
        }
        signalledLater.close();
        assertTrue(publisher.join());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestThatThrowsClosesTheChannel(boolean atOnce) {
        IllegalStateException thrown = new IllegalStateException("simulated");
        Upstream throwing = new Upstream() {
            @Override
            public void request(long elements) {
                super.request(elements);
                if (atOnce || super.requested > 1) {
                    throw thrown;
                }
            }
        };
        Channel<Integer> channel = Channel.bounded(1);
        Flow.Subscriber<Integer> subscriber = subscribe(channel, DIRECT, throwing);
        if (!atOnce) {
            subscriber.onNext(1);
            assertEquals(1, channel.tryReceive(), "the receive does not throw");
        }
        assertTrue(throwing.cancelled);
        assertSame(thrown, assertThrows(ChannelClosedException.class, channel::tryReceive).getCause());
    }

    /** The same if this handler throws. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeDoesNotThrowWhatCancelThrowsInItsThread(boolean handlerThrows) throws Exception {
        IllegalStateException thrown = new IllegalStateException("simulated");
        Channel<Integer> channel = Channel.bounded(1);
        List<Throwable> uncaught = new ArrayList<>();
        Together.Running<Boolean> closing = Together.start(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
                uncaught.add(failure);
                if (handlerThrows) {
                    throw new IllegalArgumentException("simulated");
                }
            });
            subscribe(channel, DIRECT, new Upstream() {
                @Override
                public void cancel() {
                    throw thrown;
                }
            });
            channel.close();
            return channel.isClosed();
        });
        assertTrue(closing.join());
        assertEquals(List.of(thrown), uncaught);
    }

    /** If the processor cannot send, it ends all its subscribers. */
    @Test
    void refusedTaskOfAProcessorsSubscriberEndsAllSubscribers() {
        Channel<Integer> channel = Channel.bounded(1);
        Flow.Processor<Integer, Integer> processor = channel.asFlow(executor);
        RecordingSubscriber one = new RecordingSubscriber(0);
        RecordingSubscriber other = new RecordingSubscriber(0);
        processor.subscribe(one);
        processor.subscribe(other);
        processor.onSubscribe(upstream);
        processor.onNext(1);
        executor.runAll();
        executor.refuseFromNowOn();
        assertEquals(1, channel.tryReceive());
        assertTrue(upstream.cancelled);
        assertInstanceOf(RejectedExecutionException.class, one.end());
        assertInstanceOf(RejectedExecutionException.class, other.end());
    }

    @Test
    void refusedTaskOfAProcessorsSubscriptionEndsOnlyThisOne() {
        Channel<Integer> channel = Channel.unbounded();
        Flow.Processor<Integer, Integer> processor = channel.asFlow(executor);
        RecordingSubscriber waiting = new RecordingSubscriber(1);
        RecordingSubscriber other = new RecordingSubscriber(0);
        processor.subscribe(waiting);
        processor.subscribe(other);
        processor.onSubscribe(upstream);
        executor.runAll();
        executor.refuseFromNowOn();
        processor.onNext(1);
        assertInstanceOf(RejectedExecutionException.class, waiting.end());
        assertNull(other.end());
        assertFalse(upstream.cancelled);
        assertEquals(1, channel.tryReceive());
    }

    /** All tasks run in the thread that signals. */
    @ParameterizedTest
    @EnumSource
    void processorPassesElementsOnInTheSignallingThread(ChannelKind kind) {
        Flow.Processor<Integer, Integer> processor = kind.<Integer>create().asFlow(DIRECT);
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        processor.subscribe(subscriber);
        processor.onSubscribe(upstream);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(upstream.requested > i);
            processor.onNext(i);
            assertEquals(i + 1, subscriber.elements().size());
        }
        processor.onComplete();
        subscriber.assertHas(IntStream.range(0, 1_000).boxed().toList(), RecordingSubscriber.COMPLETE);
    }

    @Test
    void handlerOfDroppedElementsThatThrowsClosesTheChannel() {
        IllegalStateException thrown = new IllegalStateException("simulated");
        Channel<Integer> channel = Channel.dropOldest(1, element -> {
            throw thrown;
        });
        Flow.Subscriber<Integer> subscriber = subscribe(channel);
        subscriber.onNext(1);
        subscriber.onNext(2);
        assertTrue(upstream.cancelled);
        assertEquals(2, channel.tryReceive());
        assertSame(thrown, assertThrows(ChannelClosedException.class, channel::tryReceive).getCause());
    }

    @Test
    void publisherThatSendsInsideRequestDoesNotGrowTheStack() {
        int count = 10_000;
        Channel<Integer> channel = Channel.unbounded();
        Flow.Subscriber<Integer> subscriber = channel.asSubscriber(executor);
        subscriber.onSubscribe(new Flow.Subscription() {

            private int next;

            @Override
            public void request(long elements) {
                for (long i = 0; i < elements && next < count; i++) {
                    subscriber.onNext(next++);
                }
                if (next == count) {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {
                throw new AssertionError("not cancelled");
            }
        });
        executor.runAll();
        assertEquals(IntStream.range(0, count).boxed().toList(), channel.stream().toList());
    }
}
