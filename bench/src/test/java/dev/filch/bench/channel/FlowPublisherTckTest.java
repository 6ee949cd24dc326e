package dev.filch.bench.channel;

import dev.filch.channel.Channel;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;

/**
 * The rules of Reactive Streams for publishers. Channels that drop elements and timers are left out: the kit wants a
 * given number of elements, all of them, and these cannot give it.
 *
 * <p>The kit skips the tests named "untested", which it cannot make, and three of the optional rule 1.11, which want
 * subscribers to get the same elements: a channel gives each element to one of them.
 */
abstract class FlowPublisherTckTest extends FlowPublisherVerification<Integer> {

    private final TestedChannels channels;

    FlowPublisherTckTest(Supplier<Channel<Integer>> factory) {
        super(TestedChannels.environment());
        channels = new TestedChannels(factory);
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
        return channels.filling(elements).asPublisher(channels.pool());
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
        Channel<Integer> channel = channels.create();
        channel.close(new Exception("simulated"));
        return channel.asPublisher(channels.pool());
    }

    @AfterMethod
    public void cancelChannels() {
        channels.cancelAll();
    }

    @AfterClass
    public void stopPool() {
        channels.pool().shutdownNow();
    }

    public static class RendezvousTest extends FlowPublisherTckTest {
        public RendezvousTest() {
            super(Channel::rendezvous);
        }
    }

    public static class OneTest extends FlowPublisherTckTest {
        public OneTest() {
            super(() -> Channel.bounded(1));
        }
    }

    public static class BoundedTest extends FlowPublisherTckTest {
        public BoundedTest() {
            super(() -> Channel.bounded(16));
        }
    }

    public static class UnboundedTest extends FlowPublisherTckTest {
        public UnboundedTest() {
            super(Channel::unbounded);
        }
    }
}
