package dev.filch.bench.channel;

import dev.filch.channel.Channel;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;

/**
 * The rules of Reactive Streams for subscribers. The kit skips the tests named "untested", which need a view of what is
 * inside; FlowSubscriberTest in core checks most of these rules.
 */
abstract class FlowSubscriberTckTest extends FlowSubscriberBlackboxVerification<Integer> {

    private final TestedChannels channels;
    private final Map<Flow.Subscriber<?>, Channel<Integer>> destinations = new ConcurrentHashMap<>();

    FlowSubscriberTckTest(Supplier<Channel<Integer>> factory) {
        super(TestedChannels.environment());
        channels = new TestedChannels(factory);
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
        Channel<Integer> channel = channels.create();
        Flow.Subscriber<Integer> subscriber = channel.asSubscriber(channels.pool());
        destinations.put(subscriber, channel);
        return subscriber;
    }

    /** Makes room in the channel. */
    @Override
    public void triggerFlowRequest(Flow.Subscriber<? super Integer> subscriber) {
        destinations.get(subscriber).drainTo(new ArrayList<>(), Integer.MAX_VALUE);
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    @AfterMethod
    public void cancelChannels() {
        channels.cancelAll();
        destinations.clear();
    }

    @AfterClass
    public void stopPool() {
        channels.pool().shutdownNow();
    }

    public static class RendezvousTest extends FlowSubscriberTckTest {
        public RendezvousTest() {
            super(Channel::rendezvous);
        }
    }

    public static class OneTest extends FlowSubscriberTckTest {
        public OneTest() {
            super(() -> Channel.bounded(1));
        }
    }

    public static class BoundedTest extends FlowSubscriberTckTest {
        public BoundedTest() {
            super(() -> Channel.bounded(16));
        }
    }

    public static class UnboundedTest extends FlowSubscriberTckTest {
        public UnboundedTest() {
            super(Channel::unbounded);
        }
    }

    public static class DropOldestTest extends FlowSubscriberTckTest {
        public DropOldestTest() {
            super(() -> Channel.dropOldest(1));
        }
    }
}
