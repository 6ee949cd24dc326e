package dev.filch.channel;

import dev.filch.queue.Ballast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.function.Supplier;

/**
 * Uses channels without memory. An operation that has none for its wait, or for a cell, fails and has done nothing; one
 * that needs none succeeds. Needs a small heap.
 */
final class ChannelMemoryChild {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Executor DIRECT = Runnable::run;
    private static final int ROUNDS = 5;

    /** A wait needs less memory than this many of the smallest objects. */
    private static final int SMALL_OBJECTS = 8;

    private final Ballast ballast = new Ballast();
    private final Object first = new Object();
    private final Object second = new Object();

    private ChannelMemoryChild() {
    }

    /** An operation that must wait. */
    private interface Waiting {
        Object await(Duration timeout) throws Exception;
    }

    /** Records what it gets, and needs no memory for that. */
    private static final class Recorder implements Flow.Subscriber<Object>, Flow.Subscription {

        private Flow.Subscription upstream;
        private Object last;
        private Throwable error;
        private boolean cancelled;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
        }

        @Override
        public void onNext(Object element) {
            last = element;
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
        }

        @Override
        public void onComplete() {
            throw new AssertionError("not completed");
        }

        @Override
        public void request(long elements) {
            // The publisher is slow.
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    public static void main(String[] arguments) throws Exception {
        ChannelMemoryChild child = new ChannelMemoryChild();
        for (ChannelKind kind : ChannelKind.values()) {
            child.receive(kind.create());
            if (kind.sendersWait()) {
                child.send(kind.create());
            }
        }
        child.transfer(Channel.rendezvous());
        child.transfer(Channel.unbounded());
        child.append();
        child.drop();
        child.publish();
        child.subscribe();
        System.out.println("nothing lost");
    }

    private static void require(boolean condition, Object what) {
        if (!condition) {
            throw new AssertionError("expected " + what);
        }
    }

    /** The first waits link the code, because that needs memory too. */
    private void requireOutOfMemory(Channel<?> channel, Waiting operation) throws Exception {
        for (int i = 0; i < 3; i++) {
            Object result = operation.await(SHORT);
            require(result == null || result.equals(false), "the time to be over, but got " + result);
        }
        Runnable waiting = () -> {
            try {
                operation.await(LONG);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        withoutMemory(() -> Ballast.requireOutOfMemory(waiting));
        requireNoWaiter(channel);
        for (int objects = 1; objects <= SMALL_OBJECTS; objects++) {
            ballast.fillAllMemory();
            ballast.freeSmallObjects(objects);
            try {
                operation.await(SHORT);
            } catch (OutOfMemoryError e) {
                // There was memory for a part of the wait.
            } finally {
                ballast.freeMemory();
            }
            requireNoWaiter(channel);
        }
    }

    private static void requireNoWaiter(Channel<?> channel) {
        for (boolean sends : new boolean[] {false, true}) {
            Line line = channel.line(sends);
            require(line == null || line.first() == null && !line.hasWaiters(), "no waiter: " + channel);
        }
    }

    private void withoutMemory(Runnable action) {
        ballast.fillAllMemory();
        try {
            action.run();
        } catch (OutOfMemoryError e) {
            ballast.freeMemory();
            throw new AssertionError("expected not to run out of memory here", e);
        } finally {
            ballast.freeMemory();
        }
    }

    private void receive(Channel<Object> channel) throws Exception {
        Select<Object> select = Select.of(channel.onReceive(e -> e), Channel.never().onReceive(e -> e));
        requireOutOfMemory(channel, channel::receive);
        requireOutOfMemory(channel, timeout -> select.timeout(timeout, () -> null).run());
        BlockingQueue<Object> queue = channel.asBlockingQueue();
        requireOutOfMemory(channel, timeout -> queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void send(Channel<Object> channel) throws Exception {
        for (int i = 0; i < channel.capacity(); i++) {
            channel.send(first);
        }
        Select<Object> select = Select.of(channel.onSend(second, () -> true), Channel.never().onReceive(e -> e));
        requireOutOfMemory(channel, timeout -> channel.send(second, timeout));
        requireOutOfMemory(channel, timeout -> select.timeout(timeout, () -> null).run());
        List<Object> inside = channel.cancel();
        require(inside.size() == channel.capacity() && !inside.contains(second), "nothing to be sent");
    }

    private void transfer(Channel<Object> channel) throws Exception {
        TransferQueue<Object> queue = channel.asTransferQueue();
        requireOutOfMemory(channel, timeout -> queue.tryTransfer(second, timeout.toNanos(), TimeUnit.NANOSECONDS));
        require(channel.tryReceive() == null, "nothing to be sent");
    }

    private void append() {
        Channel<Object> channel = Channel.dropOldest(2);
        BlockingQueue<Object> queue = channel.asBlockingQueue();
        for (int i = 0; i < 3; i++) {
            queue.add(first);
        }
        Runnable sending = () -> channel.trySend(second);
        withoutMemory(() -> Ballast.requireOutOfMemory(sending));
        require(channel.dropped() == 1, "nothing to be dropped for an element that was not sent");
        require(channel.cancel().equals(List.of(first, first)), "both elements to be inside");
    }

    private void drop() {
        Object[] dropped = new Object[1];
        Channel<Object> channel = Channel.dropOldest(1, element -> dropped[0] = element);
        channel.trySend(new Object());
        channel.trySend(first);
        withoutMemory(() -> channel.trySend(second));
        require(dropped[0] == first && channel.dropped() == 2, "the handler to have the first element");
        require(channel.tryReceive() == second, "the second element to be inside");
    }

    /** Prepares actions, and runs them without memory. The first ones may fail, because they link the code. */
    private void lastlyWithoutMemory(Supplier<Runnable> preparation) {
        for (int i = 1; i <= ROUNDS; i++) {
            Runnable action = preparation.get();
            try {
                withoutMemory(action);
            } catch (AssertionError linking) {
                require(i < ROUNDS, "no failure in the last round");
            }
        }
    }

    private void publish() {
        Channel<Object> channel = Channel.bounded(1);
        Recorder[] last = new Recorder[1];
        lastlyWithoutMemory(() -> {
            Recorder subscriber = new Recorder();
            channel.asPublisher(DIRECT).subscribe(subscriber);
            subscriber.upstream.request(1);
            require(channel.trySend(first) && subscriber.last == first, "the element to be published");
            last[0] = subscriber;
            return () -> subscriber.upstream.request(1);
        });
        require(last[0].error instanceof OutOfMemoryError, "the subscription to fail");
        require(channel.trySend(second) && channel.tryReceive() == second, "the channel to go on");
    }

    private void subscribe() {
        List<Channel<Object>> channels = new ArrayList<>();
        Recorder[] last = new Recorder[1];
        lastlyWithoutMemory(() -> {
            Channel<Object> channel = Channel.rendezvous();
            Recorder upstream = new Recorder();
            Flow.Subscriber<Object> subscriber = channel.asSubscriber(DIRECT);
            subscriber.onSubscribe(upstream);
            subscriber.onNext(first);
            require(channel.tryReceive() == first, "the element to be sent");
            channels.add(channel);
            last[0] = upstream;
            return () -> subscriber.onNext(second);
        });
        Channel<Object> channel = channels.get(ROUNDS - 1);
        require(last[0].cancelled && channel.isClosed(), "the channel to be closed");
        require(channel.closeCause() instanceof OutOfMemoryError, "the cause to be told");
    }
}
