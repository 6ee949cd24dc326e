package dev.filch.channel;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Publishes the elements of a channel, each to one subscriber. */
final class FlowPublisher<E> implements Flow.Publisher<E> {

    private final Channel<E> channel;
    private final Executor executor;

    FlowPublisher(Channel<E> channel, Executor executor) {
        this.channel = channel;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        new FlowSubscription<>(channel, subscriber, executor).begin();
    }
}
