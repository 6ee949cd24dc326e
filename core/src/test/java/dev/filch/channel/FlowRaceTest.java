package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Publishers, subscribers and threads use a channel at the same time: each element is received once. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlowRaceTest {

    private static final int COUNT = 20_000;
    private static final int SENDERS = 3;
    private static final int SUBSCRIBERS = 3;

    private final AtomicIntegerArray received = new AtomicIntegerArray(SENDERS * COUNT);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterEach
    void stopThePool() {
        pool.shutdownNow();
    }

    /** Requests a few elements at a time, and ends or cancels. */
    private final class Stormy extends RecordingSubscriber {

        private final SplittableRandom random;
        private final boolean cancels;
        private int left;

        Stormy(SplittableRandom random, boolean cancels) {
            super(1 + random.nextInt(5));
            this.random = random;
            this.cancels = cancels;
        }

        @Override
        void onElement(int element) {
            received.incrementAndGet(element);
            if (cancels && random.nextInt(20) == 0) {
                subscription().cancel();
            } else if (--left <= 0) {
                left = 1 + random.nextInt(5);
                request(left);
            }
        }
    }

    private void assertEachReceivedOnce() {
        for (int element = 0; element < received.length(); element++) {
            assertEquals(1, received.get(element), "how often " + element + " was received");
        }
    }

    /** Subscribes anew until the channel is closed, and cancels from outside at random moments. */
    private int cancelAtRandom(Channel<Integer> channel, SplittableRandom random) {
        int subscriptions = 0;
        while (!channel.isClosed()) {
            Stormy subscriber = new Stormy(random.split(), true);
            channel.asPublisher(pool).subscribe(subscriber);
            LockSupport.parkNanos(random.nextInt(100_000));
            subscriber.subscription().cancel();
            subscriber.elements();
            subscriptions++;
        }
        return subscriptions;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void cancelLosesNothing(ChannelKind kind) throws Exception {
        SplittableRandom random = Seeded.random("cancelLosesNothing " + kind);
        Channel<Integer> channel = kind.create();
        List<Together.Running<Integer>> cancellers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SplittableRandom own = random.split();
            cancellers.add(Together.start(() -> cancelAtRandom(channel, own)));
        }
        List<RecordingSubscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers.add(new Stormy(random.split(), false));
            channel.asPublisher(pool).subscribe(subscribers.get(i));
        }
        Together.Running<Void> receiver = Together.start(() -> {
            for (int element : channel) {
                received.incrementAndGet(element);
            }
            return null;
        });
        Together.run(SENDERS, sender -> {
            for (int i = 0; i < COUNT; i++) {
                channel.send(sender * COUNT + i);
            }
            return null;
        });
        channel.close();
        receiver.join();
        for (RecordingSubscriber subscriber : subscribers) {
            assertEquals(RecordingSubscriber.COMPLETE, subscriber.awaitEnd());
        }
        int subscriptions = 0;
        for (Together.Running<Integer> canceller : cancellers) {
            subscriptions += canceller.join();
        }
        assertTrue(subscriptions > 0, "there were subscriptions that were cancelled");
        pool.shutdown();
        pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        assertEachReceivedOnce();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void channelStandsBetweenSubmissionPublisherAndSubscribers(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Flow.Processor<Integer, Integer> processor = channel.asFlow(pool);
        SplittableRandom random = Seeded.random("channelStandsBetween " + kind);
        List<RecordingSubscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers.add(new Stormy(random.split(), false));
            processor.subscribe(subscribers.get(i));
        }
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(pool, 16)) {
            publisher.subscribe(processor);
            for (int i = 0; i < received.length(); i++) {
                publisher.submit(i);
            }
        }
        for (RecordingSubscriber subscriber : subscribers) {
            assertEquals(RecordingSubscriber.COMPLETE, subscriber.awaitEnd());
        }
        assertEachReceivedOnce();
        assertTrue(channel.isClosed());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void severalPublishersShareAChannel(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE) {

            private int count;

            @Override
            void onElement(int element) {
                if (received.incrementAndGet(element) == 1 && ++count == received.length()) {
                    channel.close();
                }
            }
        };
        channel.asPublisher(pool).subscribe(subscriber);
        List<SubmissionPublisher<Integer>> publishers =
                IntStream.range(0, SENDERS).mapToObj(i -> new SubmissionPublisher<Integer>(pool, 16)).toList();
        Together.run(SENDERS, sender -> {
            publishers.get(sender).subscribe(channel.asSubscriber(pool));
            for (int i = 0; i < COUNT; i++) {
                publishers.get(sender).submit(sender * COUNT + i);
            }
            return null;
        });
        assertEquals(RecordingSubscriber.COMPLETE, subscriber.awaitEnd());
        assertEachReceivedOnce();
    }
}
