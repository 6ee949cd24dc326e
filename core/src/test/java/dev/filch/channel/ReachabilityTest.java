package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.filch.internal.Together;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wait that has ended keeps neither its element nor its thread reachable through the channel. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReachabilityTest {

    private static final Duration SHORT = Duration.ofNanos(1);

    /** Waits for ever if the object stays reachable. */
    private static void awaitUnreachable(WeakReference<?> object) {
        while (object.get() != null) {
            System.gc();
        }
    }

    @Test
    void elementWhoseSendTimedOutIsForgotten() throws Exception {
        Channel<Object> channel = Channel.rendezvous();
        Object element = new Object();
        WeakReference<Object> reference = new WeakReference<>(element);
        assertFalse(channel.send(element, SHORT));
        element = null;
        awaitUnreachable(reference);
        Reference.reachabilityFence(channel);
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "ONE"})
    void elementThatASelectionDidNotSendIsForgotten(ChannelKind kind) throws Exception {
        Channel<Object> channel = kind.create();
        ChannelKind.fill(channel);
        Object element = new Object();
        WeakReference<Object> reference = new WeakReference<>(element);
        Supplier<Integer> none = () -> null;
        assertNull(Select.<Integer>of(channel.onSend(element, () -> 1)).timeout(SHORT, none).run());
        element = null;
        awaitUnreachable(reference);
        Reference.reachabilityFence(channel);
    }

    @Test
    void elementThatASelectionSentElsewhereIsForgotten() throws Exception {
        Channel<Object> channel = Channel.rendezvous();
        Channel<WeakReference<Object>> other = Channel.rendezvous();
        Object[] element = {new Object()};
        WeakReference<Object> reference = new WeakReference<>(element[0]);
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                        channel.onSendNext(() -> element[0], () -> 1), other.onSend(reference, () -> 2)))
                .awaitParked();
        element[0] = null;
        awaitUnreachable(other.receive());
        assertEquals(2, selecting.join());
        Reference.reachabilityFence(channel);
    }

    @Test
    void elementThatWasHandedOverIsForgotten() throws Exception {
        Channel<Object> channel = Channel.rendezvous();
        Together.Running<WeakReference<Object>> receiving =
                Together.start(() -> new WeakReference<>(channel.receive())).awaitParked();
        channel.send(new Object());
        awaitUnreachable(receiving.join());
        Together.Running<Object> sending = Together.start(() -> {
            channel.send(new Object());
            return null;
        }).awaitParked();
        awaitUnreachable(new WeakReference<>(channel.receive()));
        sending.join();
        Reference.reachabilityFence(channel);
    }

    private static WeakReference<Thread> threadThatRan(Callable<?> body) throws Exception {
        Together.Running<?> running = Together.start(body);
        running.join();
        return new WeakReference<>(running.thread());
    }

    @ParameterizedTest
    @EnumSource
    void threadWhoseReceiveTimedOutIsForgotten(ChannelKind kind) throws Exception {
        Channel<Object> channel = kind.create();
        awaitUnreachable(threadThatRan(() -> channel.receive(SHORT)));
        Reference.reachabilityFence(channel);
    }

    @ParameterizedTest
    @EnumSource
    void threadThatWasWokenIsForgotten(ChannelKind kind) throws Exception {
        Channel<Object> channel = kind.create();
        Together.Running<Object> receiving = Together.start(channel::receive).awaitParked();
        WeakReference<Thread> thread = new WeakReference<>(receiving.thread());
        channel.send(1);
        assertEquals(1, receiving.join());
        receiving = null;
        awaitUnreachable(thread);
        Reference.reachabilityFence(channel);
    }

    /** The JDK's timer holds what waits for a far deadline. */
    @Test
    void cancelledSubscriptionToATimerIsForgotten() {
        Receiver<Instant> timer = Channel.after(Duration.ofDays(1));
        Flow.Subscription[] subscription = new Flow.Subscription[1];
        timer.asPublisher(Runnable::run).subscribe(new Flow.Subscriber<>() {

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription[0] = given;
                given.request(1);
            }

            @Override
            public void onNext(Instant due) {
            }

            @Override
            public void onError(Throwable thrown) {
            }

            @Override
            public void onComplete() {
            }
        });
        subscription[0].cancel();
        WeakReference<Flow.Subscription> reference = new WeakReference<>(subscription[0]);
        subscription[0] = null;
        awaitUnreachable(reference);
        Reference.reachabilityFence(timer);
    }
}
