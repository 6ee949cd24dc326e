package dev.filch.channel;

import java.util.concurrent.Flow;

/** A channel between a publisher and subscribers. */
final class FlowProcessor<E> implements Flow.Processor<E, E> {

    private final Flow.Subscriber<E> in;
    private final Flow.Publisher<E> out;

    FlowProcessor(Flow.Subscriber<E> in, Flow.Publisher<E> out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        out.subscribe(subscriber);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        in.onSubscribe(subscription);
    }

    @Override
    public void onNext(E element) {
        in.onNext(element);
    }

    @Override
    public void onError(Throwable error) {
        in.onError(error);
    }

    @Override
    public void onComplete() {
        in.onComplete();
    }
}
