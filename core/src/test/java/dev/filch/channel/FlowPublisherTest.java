package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What the subscribers of a channel get. Unless a test says otherwise, its own thread runs all tasks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlowPublisherTest {

    private static final Executor DIRECT = Runnable::run;

    private final QueuedExecutor executor = new QueuedExecutor();

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Subscribes, and runs what the subscription does at once. */
    private RecordingSubscriber subscribe(Receiver<Integer> channel, long request) {
        RecordingSubscriber subscriber = new RecordingSubscriber(request);
        channel.asPublisher(executor).subscribe(subscriber);
        executor.runAll();
        return subscriber;
    }

    @ParameterizedTest
    @EnumSource
    void elementsComeInTheirOrderAndAsManyAsWereRequested(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 0);
        int next = 0;
        for (int round = 1; round < 20; round++) {
            subscriber.request(round);
            executor.runAll();
            for (int i = 0; i < round; i++) {
                assertTrue(channel.trySend(next++));
                executor.runAll();
            }
            subscriber.assertHas(range(0, next), null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTakenThatWasNotRequested(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 1);
        assertTrue(channel.trySend(0));
        executor.runAll();
        assertEquals(kind.capacity() > 0, channel.trySend(1));
        executor.runAll();
        subscriber.assertHas(List.of(0), null);
        assertEquals(kind.capacity() > 0 ? 1 : null, channel.tryReceive());
    }

    @ParameterizedTest
    @EnumSource
    void waitingSubscriptionOccupiesNoTask(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 2);
        assertEquals(0, executor.size());
        assertTrue(channel.trySend(1));
        subscriber.request(1);
        subscriber.request(Long.MAX_VALUE);
        assertEquals(1, executor.size(), "one task of a subscription at a time");
        executor.runAll();
        subscriber.assertHas(List.of(1), null);
    }

    @ParameterizedTest
    @EnumSource
    void subscribersShareTheElements(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber one = subscribe(channel, Long.MAX_VALUE);
        RecordingSubscriber other = subscribe(channel, Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            assertTrue(channel.trySend(i));
            executor.runAll();
        }
        assertEquals(List.of(0, 2, 4, 6, 8), one.elements());
        assertEquals(List.of(1, 3, 5, 7, 9), other.elements());
    }

    @ParameterizedTest
    @EnumSource
    void closeCompletesOnceTheChannelIsEmpty(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber withoutDemand = subscribe(channel, 0);
        List<Integer> inside = new ArrayList<>();
        while (inside.size() < 2 && channel.trySend(inside.size())) {
            inside.add(inside.size());
        }
        channel.close();
        executor.runAll();
        assertEquals(inside.isEmpty() ? RecordingSubscriber.COMPLETE : null, withoutDemand.end());
        RecordingSubscriber late = subscribe(channel, inside.size());
        late.assertHas(inside, RecordingSubscriber.COMPLETE);
        if (!inside.isEmpty()) {
            withoutDemand.request(1);
            executor.runAll();
        }
        withoutDemand.assertHas(List.of(), RecordingSubscriber.COMPLETE);
    }

    @ParameterizedTest
    @EnumSource
    void closeTellsAllSubscribersItsCause(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber waiting = subscribe(channel, 1);
        RecordingSubscriber withoutDemand = subscribe(channel, 0);
        Exception cause = new Exception("simulated");
        channel.close(cause);
        executor.runAll();
        waiting.assertHas(List.of(), cause);
        withoutDemand.assertHas(List.of(), cause);
        subscribe(channel, 0).assertHas(List.of(), cause);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSignalledAfterTheEnd(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 1);
        channel.close();
        executor.runAll();
        subscriber.request(1);
        subscriber.subscription().request(-1);
        subscriber.subscription().cancel();
        executor.runAll();
        subscriber.assertHas(List.of(), RecordingSubscriber.COMPLETE);
    }

    @ParameterizedTest
    @EnumSource
    void cancelledSubscriptionTakesNoElementThatIsSentLater(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 5);
        subscriber.subscription().cancel();
        assertEquals(kind.capacity() > 0, channel.trySend(1), "sent before the executor has run a task");
        executor.runAll();
        subscriber.assertHas(List.of(), null);
        assertEquals(kind.capacity() > 0 ? 1 : null, channel.tryReceive());
        assertFalse(channel.isClosed());
        subscriber.subscription().cancel();
        subscriber.subscription().request(1);
        subscriber.subscription().request(-1);
        channel.close();
        executor.runAll();
        subscriber.assertHas(List.of(), null);
    }

    @ParameterizedTest
    @EnumSource
    void cancelInsideASignalStopsAllOthers(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE) {
            @Override
            void onElement(int element) {
                subscription().cancel();
            }
        };
        channel.asPublisher(executor).subscribe(subscriber);
        executor.runAll();
        assertTrue(channel.trySend(0));
        channel.trySend(1);
        executor.runAll();
        channel.close();
        executor.runAll();
        subscriber.assertHas(List.of(0), null);
    }

    @Test
    void elementThatWasHandedOverBeforeTheCancelIsSignalled() {
        Channel<Integer> channel = Channel.rendezvous();
        RecordingSubscriber subscriber = subscribe(channel, 5);
        assertTrue(channel.trySend(1));
        subscriber.subscription().cancel();
        assertFalse(channel.trySend(2));
        executor.runAll();
        subscriber.assertHas(List.of(1), null);
    }

    @Test
    void elementThatWasHandedOverBeforeAnIllegalRequestIsSignalled() {
        Channel<Integer> channel = Channel.rendezvous();
        RecordingSubscriber subscriber = subscribe(channel, 5);
        assertTrue(channel.trySend(1));
        subscriber.subscription().request(0);
        assertFalse(channel.trySend(2));
        executor.runAll();
        assertEquals(List.of(1), subscriber.elements());
        assertInstanceOf(IllegalArgumentException.class, subscriber.end());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RENDEZVOUS")
    void cancelledSubscriptionPassesItsNotificationOn(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber cancelled = subscribe(channel, 1);
        QueuedExecutor otherExecutor = new QueuedExecutor();
        RecordingSubscriber other = new RecordingSubscriber(1);
        channel.asPublisher(otherExecutor).subscribe(other);
        otherExecutor.runAll();
        assertTrue(channel.trySend(1));
        assertEquals(0, otherExecutor.size(), "only the first waiter is notified");
        cancelled.subscription().cancel();
        executor.runAll();
        otherExecutor.runAll();
        other.assertHas(List.of(1), null);
        cancelled.assertHas(List.of(), null);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"RENDEZVOUS", "ONE"})
    void waitingThreadsDoNotDependOnTheExecutor(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 1);
        Together.Running<Integer> receiver = Together.start(channel::receive).awaitParked();
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        assertEquals(1, receiver.join(), "the executor has not run the first waiter's task");
        executor.runAll();
        subscriber.assertHas(List.of(2), null);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void illegalRequestEndsTheSubscription(long request) {
        for (ChannelKind kind : ChannelKind.values()) {
            Channel<Integer> channel = kind.create();
            RecordingSubscriber subscriber = subscribe(channel, 1);
            subscriber.subscription().request(request);
            assertEquals(kind.capacity() > 0, channel.trySend(1));
            executor.runAll();
            assertEquals(List.of(), subscriber.elements());
            assertInstanceOf(IllegalArgumentException.class, subscriber.end());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefused(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        assertThrows(NullPointerException.class, () -> channel.asPublisher(null));
        assertThrows(NullPointerException.class, () -> channel.asSubscriber(null));
        assertThrows(NullPointerException.class, () -> channel.asFlow(null));
        assertThrows(NullPointerException.class, () -> channel.asPublisher(executor).subscribe(null));
    }

    @Test
    void hugeRequestsAddUp() {
        Channel<Integer> channel = Channel.unbounded();
        RecordingSubscriber subscriber = subscribe(channel, Long.MAX_VALUE);
        subscriber.request(Long.MAX_VALUE);
        subscriber.request(Long.MAX_VALUE - 1);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(channel.trySend(i));
        }
        executor.runAll();
        subscriber.assertHas(range(0, 1_000), null);
    }

    @Test
    void taskLetsOtherTasksRunAfterSomeElements() {
        Channel<Integer> channel = Channel.unbounded();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(channel.trySend(i));
        }
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        channel.asPublisher(executor).subscribe(subscriber);
        executor.runOne();
        assertEquals(range(0, 256), subscriber.elements());
        assertEquals(1, executor.size());
        executor.runAll();
        assertEquals(range(0, 1_000), subscriber.elements());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stackDoesNotGrow(boolean direct) {
        Channel<Integer> channel = Channel.unbounded();
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            assertTrue(channel.trySend(i));
        }
        channel.close();
        int[] deepest = new int[1];
        RecordingSubscriber subscriber = new RecordingSubscriber(1) {
            @Override
            void onElement(int element) {
                if (element % 250 == 0) {
                    deepest[0] = Math.max(deepest[0], new Throwable().getStackTrace().length);
                }
                request(1);
            }
        };
        int here = new Throwable().getStackTrace().length;
        channel.asPublisher(direct ? DIRECT : executor).subscribe(subscriber);
        executor.runAll();
        subscriber.assertHas(range(0, count), RecordingSubscriber.COMPLETE);
        assertTrue(deepest[0] < here + 30, () -> deepest[0] + " frames, " + here + " of them of the test");
    }

    @ParameterizedTest
    @EnumSource
    void refusedTaskEndsTheSubscriptionButNotTheSend(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 5);
        executor.refuseFromNowOn();
        assertTrue(channel.trySend(1));
        boolean handedOver = kind == ChannelKind.RENDEZVOUS;
        assertEquals(handedOver ? List.of(1) : List.of(), subscriber.elements());
        assertInstanceOf(RejectedExecutionException.class, subscriber.end());
        assertEquals(handedOver ? null : 1, channel.tryReceive());
        channel.close();
    }

    /** The executor keeps the task, and throws nevertheless. */
    @ParameterizedTest
    @EnumSource
    void taskThatRunsAfterItWasRefusedDoesNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        channel.asPublisher(task -> {
            executor.execute(task);
            throw new RejectedExecutionException("simulated");
        }).subscribe(subscriber);
        Object end = subscriber.end();
        assertInstanceOf(RejectedExecutionException.class, end);
        executor.runAll();
        assertEquals(kind.capacity() > 0, channel.trySend(1));
        executor.runAll();
        subscriber.assertHas(List.of(), end);
    }

    @ParameterizedTest
    @EnumSource
    void taskThatIsRunTwiceSignalsOnce(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        channel.asPublisher(task -> {
            executor.execute(task);
            executor.execute(task);
        }).subscribe(subscriber);
        executor.runAll();
        for (int i = 0; i < 10; i++) {
            assertTrue(channel.trySend(i));
            executor.runAll();
        }
        channel.close();
        executor.runAll();
        subscriber.assertHas(range(0, 10), RecordingSubscriber.COMPLETE);
    }

    @Test
    void refusedFirstTaskEndsTheSubscription() {
        executor.refuseFromNowOn();
        assertInstanceOf(RejectedExecutionException.class, subscribe(Channel.unbounded(), 1).end());
    }

    @ParameterizedTest
    @EnumSource
    void cancelledSubscriptionGetsNoErrorOfTheExecutor(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = subscribe(channel, 5);
        executor.refuseFromNowOn();
        subscriber.subscription().cancel();
        subscriber.assertHas(List.of(), null);
        assertEquals(kind.capacity() > 0, channel.trySend(1));
    }

    @ParameterizedTest
    @EnumSource
    void subscriberThatThrowsCountsAsCancelled(ChannelKind kind) {
        Channel<Integer> channel = kind.create();
        IllegalStateException thrown = new IllegalStateException("simulated");
        RecordingSubscriber subscriber = new RecordingSubscriber(5) {
            @Override
            void onElement(int element) {
                throw thrown;
            }
        };
        channel.asPublisher(executor).subscribe(subscriber);
        executor.runAll();
        assertTrue(channel.trySend(1));
        assertSame(thrown, assertThrows(IllegalStateException.class, executor::runAll));
        RecordingSubscriber other = subscribe(channel, 5);
        assertTrue(channel.trySend(2));
        channel.close();
        executor.runAll();
        subscriber.assertHas(List.of(1), null);
        other.assertHas(List.of(2), RecordingSubscriber.COMPLETE);
    }

    @ParameterizedTest
    @EnumSource
    void sendDoesNotThrowWhatASubscriberThrowsInItsThread(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        IllegalStateException thrown = new IllegalStateException("simulated");
        List<Throwable> uncaught = new ArrayList<>();
        Together.Running<Boolean> sender = Together.start(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
            channel.asPublisher(DIRECT).subscribe(new RecordingSubscriber(1) {
                @Override
                void onElement(int element) {
                    throw thrown;
                }
            });
            return channel.trySend(1);
        });
        assertTrue(sender.join());
        assertEquals(List.of(thrown), uncaught);
    }

    @Test
    void subscribeThrowsWhatOnSubscribeThrows() {
        Channel<Integer> channel = Channel.rendezvous();
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        Flow.Subscriber<Integer> thrower = new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
                throw new IllegalStateException("simulated");
            }

            @Override
            public void onNext(Integer element) {
                subscriber.onNext(element);
            }

            @Override
            public void onError(Throwable error) {
                subscriber.onError(error);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        };
        assertThrows(IllegalStateException.class, () -> channel.asPublisher(executor).subscribe(thrower));
        executor.runAll();
        assertFalse(channel.trySend(1));
        channel.close();
        executor.runAll();
        subscriber.assertHas(List.of(), null);
    }

    /** Counts down with each element. */
    private static final class Counter implements Flow.Subscriber<Instant> {

        private final CountDownLatch left;
        private final CountDownLatch completed = new CountDownLatch(1);
        private Flow.Subscription subscription;

        Counter(int count) {
            left = new CountDownLatch(count);
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Instant element) {
            left.countDown();
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public void onComplete() {
            completed.countDown();
        }
    }

    @Test
    void timersArePublished() throws Exception {
        Executor pool = ForkJoinPool.commonPool();
        Counter once = new Counter(1);
        Channel.after(Duration.ofMillis(1)).asPublisher(pool).subscribe(once);
        once.left.await();
        Counter overdue = new Counter(1);
        Channel.after(Duration.ZERO).asPublisher(pool).subscribe(overdue);
        overdue.left.await();
        Receiver<Instant> ticks = Channel.tick(Duration.ofMillis(1));
        Counter periodic = new Counter(3);
        ticks.asPublisher(pool).subscribe(periodic);
        periodic.left.await();
        ticks.cancel();
        periodic.completed.await();
    }

    @Test
    void channelThatStaysEmptyCompletesWhenItIsClosed() {
        Receiver<Integer> never = Channel.never();
        RecordingSubscriber subscriber = subscribe(never, 1);
        assertNull(subscriber.end());
        never.cancel();
        executor.runAll();
        subscriber.assertHas(List.of(), RecordingSubscriber.COMPLETE);
    }
}
